package im.hearth.location;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/** Places on the wire, <a href="https://xmpp.org/extensions/xep-0080.html">XEP-0080</a>. */
public final class Geoloc {
    /** The namespace, which is also the name of the node. */
    public static final String NAMESPACE = "http://jabber.org/protocol/geoloc";

    public static final QName ELEMENT = QName.get("geoloc", NAMESPACE);

    /** What an xs:decimal (XML Schema, part 2, section 3.2.3) of a place may look like. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d{1,12}(\\.\\d{0,24})?|\\.\\d{1,24})");

    private Geoloc() {}

    /** What a client is told when there is no place any more: an empty one (section 3.1). */
    public static Element none() {
        return DocumentHelper.createElement(ELEMENT);
    }

    /** A place. */
    public static Element of(Coordinates at) {
        Element geoloc = none();
        Double accuracy = at.accuracy();
        if (accuracy != null) {
            geoloc.addElement("accuracy").setText(decimal(accuracy));
        }
        geoloc.addElement("lat").setText(decimal(at.latitude()));
        geoloc.addElement("lon").setText(decimal(at.longitude()));
        return geoloc;
    }

    /** A place with the time at which somebody was there. */
    public static Element of(Coordinates at, Instant time) {
        Element geoloc = of(at);
        geoloc.addElement("timestamp")
                .setText(DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS)));
        return geoloc;
    }

    /**
     * The coordinates of a place; null for one that has none.
     *
     * @throws Problem INVALID, with the field
     */
    public static @Nullable Coordinates coordinates(Element geoloc) {
        Double latitude = number(geoloc, "lat");
        Double longitude = number(geoloc, "lon");
        if (latitude == null && longitude == null) {
            return null;
        }
        if (latitude == null || longitude == null) {
            throw Problem.of(Kind.BAD_REQUEST, "A location has both lat and lon.");
        }
        return Coordinates.checked("", latitude, longitude, number(geoloc, "accuracy"));
    }

    private static @Nullable Double number(Element geoloc, String name) {
        String text = geoloc.elementTextTrim(QName.get(name, NAMESPACE));
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw Problem.invalid(name, "must be a decimal number");
        }
        return Double.valueOf(text);
    }

    /** A number without an exponent. */
    public static String decimal(double number) {
        BigDecimal plain = BigDecimal.valueOf(number).stripTrailingZeros();
        return plain.signum() == 0 ? "0" : plain.toPlainString();
    }
}
