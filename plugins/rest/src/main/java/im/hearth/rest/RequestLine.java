package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.MediaType;
import org.glassfish.jersey.message.internal.HttpHeaderReader;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose address or media types cannot be read, before Jersey meets them: it would take broken percent
 * escapes as they stand, and needs readable media types even to answer that they are not.
 */
final class RequestLine {
    private RequestLine() {}

    /**
     * Returns for a request that can be read.
     *
     * @throws Problem of kind BAD_REQUEST otherwise
     */
    static void check(HttpServletRequest request) {
        if (!isText(request.getRequestURI()) || !isText(request.getQueryString())) {
            throw Problem.of(
                    Kind.BAD_REQUEST, "The address has a percent escape that is broken, is not UTF-8, or is U+0000.");
        }
        if (!isAccept(request.getHeader("Accept")) || !isMediaType(request.getContentType())) {
            throw Problem.of(Kind.BAD_REQUEST, "The header Accept or Content-Type cannot be read.");
        }
    }

    /** Whether the percent escapes (RFC 3986, section 2.1) are UTF-8 without U+0000. */
    static boolean isText(@Nullable String encoded) {
        if (encoded == null || encoded.indexOf('%') < 0) {
            return true;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                bytes.write(c < 0x80 ? c : '?');
                continue;
            }
            int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
            if (low < 0 || high + low == 0) {
                return false;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAccept(@Nullable String accept) {
        if (accept == null || accept.equals("*/*") || accept.equals("application/json")) {
            return true;
        }
        try {
            return !HttpHeaderReader.readAcceptMediaType(accept).isEmpty();
        } catch (ParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isMediaType(@Nullable String type) {
        if (type == null || type.equals("application/json")) {
            return true;
        }
        try {
            return MediaType.valueOf(type) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
