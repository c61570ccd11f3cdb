package im.hearth.push.webpush;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The header {@code Authorization} of a push (RFC 8292): a JWT for the push service, signed by us. */
final class Vapid {
    /** No more than 24 hours (section 2). */
    private static final Duration LIFETIME = Duration.ofHours(12);

    /** Push services remember a token that they have checked (section 5), so one serves for a while. */
    private static final Duration USED = Duration.ofHours(6);

    /** Origins of push services: a handful, but for people who make them up. */
    private static final int REMEMBERED = 256;

    private final VapidKeys keys;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Audience, Token> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Audience, Token> eldest) {
            return size() > REMEMBERED;
        }
    };

    Vapid(VapidKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    private record Audience(String origin, String subject, String publicKey) {}

    private record Token(String text, Instant until) {}

    /**
     * The header's value.
     *
     * @param origin of the push service: scheme, host, and the port where it is not the usual one
     * @param subject whom the push service may write to
     */
    String authorization(String origin, String subject) {
        VapidKeys.Pair pair = keys.pair();
        return "vapid t=" + token(pair, new Audience(origin, subject, pair.publicKey())) + ", k=" + pair.publicKey();
    }

    private synchronized String token(VapidKeys.Pair pair, Audience audience) {
        Instant now = clock.instant();
        Token known = tokens.get(audience);
        if (known == null || !known.until().isAfter(now)) {
            known = new Token(sign(pair, audience, now.plus(LIFETIME)), now.plus(USED));
            tokens.put(audience, known);
        }
        return known.text();
    }

    private String sign(VapidKeys.Pair pair, Audience audience, Instant expires) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", audience.origin());
        claims.put("exp", expires.getEpochSecond());
        claims.put("sub", audience.subject());
        String signed = part(Map.of("typ", "JWT", "alg", "ES256")) + "." + part(claims);
        try {
            // Of JWS (RFC 7518, section 3.4): R and S side by side.
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
            signature.initSign(pair.privateKey());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ES256 does not work on this Java", e);
        }
    }

    private String part(Map<String, Object> members) {
        try {
            return base64(json.writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
