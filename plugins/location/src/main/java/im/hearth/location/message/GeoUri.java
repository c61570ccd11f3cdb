package im.hearth.location.message;

import im.hearth.location.Coordinates;
import im.hearth.location.Geoloc;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places as <a href="https://www.rfc-editor.org/rfc/rfc5870">RFC 5870</a> URIs: {@code geo:48.2,16.37;u=20}. */
final class GeoUri {
    /** Longer ones are no place that anybody means. */
    private static final int LONGEST = 200;

    private static final String NUMBER = "-?\\d{1,12}(?:\\.\\d{1,24})?";

    /** Section 3.3; what some clients add as a query, such as a zoom, says nothing of the place. */
    private static final Pattern URI = Pattern.compile(
            "geo:(" + NUMBER + "),(" + NUMBER + ")(?:," + NUMBER + ")?((?:;[a-z0-9-]+(?:=[^;?\\s]*)?)*)(?:\\?\\S*)?");

    private static final Pattern CRS = Pattern.compile(";crs=(?!wgs84(?:;|$))");
    private static final Pattern UNCERTAINTY = Pattern.compile(";u=(\\d{1,12}(?:\\.\\d{1,24})?)(?:;|$)");

    private GeoUri() {}

    /** The URI of a place. */
    static String of(Coordinates at) {
        Double accuracy = at.accuracy();
        return "geo:" + Geoloc.decimal(at.latitude()) + "," + Geoloc.decimal(at.longitude())
                + (accuracy == null ? "" : ";u=" + Geoloc.decimal(accuracy));
    }

    /** The place that a text is the URI of; empty for any other text, and for places elsewhere than on WGS 84. */
    static Optional<Coordinates> parse(String text) {
        String uri = text.strip().toLowerCase(Locale.ROOT);
        if (!uri.startsWith("geo:") || uri.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches() || CRS.matcher(matcher.group(3)).find()) {
            return Optional.empty();
        }
        Matcher uncertainty = UNCERTAINTY.matcher(matcher.group(3));
        return Coordinates.of(
                Double.parseDouble(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                uncertainty.find() ? (Double) Double.parseDouble(uncertainty.group(1)) : null);
    }
}
