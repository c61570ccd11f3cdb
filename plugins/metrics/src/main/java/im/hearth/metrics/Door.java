package im.hearth.metrics;

import im.hearth.core.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;

/** Who may see the metrics: whoever shows the token; where none is set, this machine. */
record Door(Settings settings) {
    private static final String BEARER = "Bearer ";

    /** Headers of a proxy (RFC 7239 and before): what comes through one is of somebody else. */
    private static final String[] FORWARDED = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"};

    boolean wantsToken() {
        return !token().isEmpty();
    }

    boolean admits(HttpServletRequest request) {
        return wantsToken() ? showsToken(request) : isFromHere(request);
    }

    private boolean showsToken(HttpServletRequest request) {
        String shown = request.getHeader("Authorization");
        return shown != null
                && shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(bytes(shown.substring(BEARER.length()).trim()), bytes(token()));
    }

    private static boolean isFromHere(HttpServletRequest request) {
        try {
            // An address, so nothing is looked up.
            return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
                    && Stream.of(FORWARDED).allMatch(header -> request.getHeader(header) == null);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private String token() {
        return settings.get(MetricsSettings.TOKEN).trim();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
