package im.hearth.phoneauth.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says first (RFC 7628, section 3.1): a GS2 header (RFC 5801, section 4) and key-value pairs, each ended by
 * U+0001: {@code n,a=alice@example.org,^Aauth=Bearer TOKEN^A^A}.
 *
 * @param authorizationId whom the client wants to act as; null where it did not say
 * @param token the access token
 */
record InitialResponse(@Nullable String authorizationId, String token) {
    private static final int LONGEST = 8_192;

    /** No channel binding ({@code n}, or {@code y} where the client could), then maybe {@code a=}, in which , and = are escaped. */
    private static final Pattern HEADER = Pattern.compile("[ny],(?:a=((?:[^,=\\x00]|=2C|=3D)+))?,");

    /** RFC 6750, section 2.1; the scheme in any case. */
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]+=*) *");

    private static final String PAIR_END = "\u0001";
    private static final String AUTH = "auth=";

    /** Reads it; empty for anything that is not in that form. */
    static Optional<InitialResponse> parse(byte[] bytes) {
        if (bytes.length > LONGEST) {
            return Optional.empty();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        int headerEnd = text.indexOf(PAIR_END);
        if (headerEnd < 0 || !text.endsWith(PAIR_END + PAIR_END)) {
            return Optional.empty();
        }
        Matcher header = HEADER.matcher(text.substring(0, headerEnd));
        if (!header.matches()) {
            return Optional.empty();
        }
        String authorizationId = header.group(1) == null ? null : unescape(header.group(1));
        String pairs = text.substring(headerEnd + 1, text.length() - 1);
        return token(pairs).map(token -> new InitialResponse(authorizationId, token));
    }

    private static Optional<String> token(String pairs) {
        String found = null;
        for (String pair : pairs.split(PAIR_END, -1)) {
            if (pair.startsWith(AUTH)) {
                Matcher bearer = BEARER.matcher(pair.substring(AUTH.length()));
                if (found != null || !bearer.matches()) {
                    return Optional.empty();
                }
                found = bearer.group(1);
            }
        }
        return Optional.ofNullable(found);
    }

    private static String unescape(String name) {
        return name.replace("=2C", ",").replace("=3D", "=");
    }
}
