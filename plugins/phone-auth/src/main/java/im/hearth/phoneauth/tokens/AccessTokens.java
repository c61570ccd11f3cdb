package im.hearth.phoneauth.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Access tokens: JWTs (RFC 9068) that say who logged in and in which session, signed with ES256 and nothing else. */
public final class AccessTokens {
    /** RFC 9068, section 2.1: it keeps other JWTs that these keys might ever sign from being taken for access tokens. */
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static final String SESSION = "sid";
    private static final int LONGEST = 4_096;

    /** A signature that was checked a moment ago need not be checked again; what it says is. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final SigningKeys keys;
    private final String issuer;
    private final Settings settings;
    private final Clock clock;
    private final Recent<String, Claims> checked;

    /**
     * Makes and checks tokens.
     *
     * @param issuer the XMPP domain, as {@code iss}
     */
    public AccessTokens(SigningKeys keys, String issuer, Settings settings, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.settings = settings;
        this.clock = clock;
        this.checked = new Recent<>(REMEMBERED, clock);
    }

    /**
     * What a good token says.
     *
     * @param sessionId the token session it belongs to
     */
    record Claims(String username, String sessionId, Instant expiresAt) {}

    /** How long a token made now is good. */
    Duration lifetime() {
        return settings.get(TokenSettings.ACCESS_LIFETIME);
    }

    /** A token for somebody, of a session. */
    String issue(String username, String sessionId) {
        ECKey key = keys.current();
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(username)
                .claim(SESSION, sessionId)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime())))
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("ES256 does not work on this Java", e);
        }
        return token.serialize();
    }

    /**
     * What a token says.
     *
     * @throws Problem of kind UNAUTHORIZED if it is not ours, was changed, or has expired
     */
    Claims check(String text) {
        Claims claims = checked.get(text).orElseGet(() -> verify(text));
        if (!claims.expiresAt().isAfter(clock.instant())) {
            throw refused("The access token has expired. Get another one with the refresh token.");
        }
        return claims;
    }

    private Claims verify(String text) {
        Claims claims = text.length() > LONGEST ? null : read(text);
        if (claims == null) {
            throw refused("The access token is not one of ours. Log in to get one.");
        }
        checked.put(text, claims);
        return claims;
    }

    private @Nullable Claims read(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())
                    || header.getKeyID() == null) {
                return null;
            }
            ECKey key = keys.find(header.getKeyID()).orElse(null);
            if (key == null || !token.verify(new ECDSAVerifier(key))) {
                return null;
            }
            return claims(token.getJWTClaimsSet());
        } catch (ParseException | JOSEException e) {
            return null;
        }
    }

    private @Nullable Claims claims(JWTClaimsSet claims) throws ParseException {
        String username = claims.getSubject();
        String sessionId = claims.getStringClaim(SESSION);
        Date expires = claims.getExpirationTime();
        if (!issuer.equals(claims.getIssuer()) || username == null || sessionId == null || expires == null) {
            return null;
        }
        return new Claims(username, sessionId, expires.toInstant());
    }

    private static Problem refused(String detail) {
        return Problem.of(Kind.UNAUTHORIZED, "bad-token", detail);
    }
}
