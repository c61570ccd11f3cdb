package im.hearth.push.webpush;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.push.send.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import nl.martijndwars.webpush.Utils;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/** A browser's push subscription (https://www.w3.org/TR/push-api/#pushsubscription-interface). */
public final class Subscription {
    /** Real ones have a few hundred. */
    private static final int LONGEST_ENDPOINT = 2048;

    private static final int AUTH_BYTES = 16;
    private static final int KEY_BYTES = 65;
    private static final int HTTPS = 443;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final ECPublicKey key;
    private final byte[] auth;

    private Subscription(URI endpoint, ECPublicKey key, byte[] auth) {
        this.endpoint = endpoint;
        this.key = key;
        this.auth = auth;
    }

    /**
     * Reads one.
     *
     * @param allowLoopback as in {@link WebPushSettings#ALLOW_LOOPBACK}
     * @throws IllegalArgumentException with what is wrong with it, for people
     */
    public static Subscription of(Target target, boolean allowLoopback) {
        URI endpoint = endpoint(target.token(), allowLoopback);
        JsonNode keys = keys(target.detail());
        byte[] auth = bytes(keys, "auth");
        if (auth.length != AUTH_BYTES) {
            throw new IllegalArgumentException("auth is not " + AUTH_BYTES + " bytes in Base64url");
        }
        return new Subscription(endpoint, key(bytes(keys, "p256dh")), auth);
    }

    /** Where the push service takes pushes; secret, as whoever knows it may push. */
    URI endpoint() {
        return endpoint;
    }

    /** The host of the push service. */
    public String service() {
        return endpoint.getHost().toLowerCase(Locale.ROOT);
    }

    /** {@code p256dh}. */
    ECPublicKey key() {
        return key;
    }

    /** {@code auth}: 16 bytes. */
    byte[] auth() {
        return auth.clone();
    }

    /** Whom a VAPID token is for (RFC 8292, section 2). */
    String origin() {
        int port = endpoint.getPort();
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return endpoint.getScheme() + "://" + host + (port < 0 || port == HTTPS ? "" : ":" + port);
    }

    private static URI endpoint(String text, boolean allowLoopback) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The endpoint is not a URL");
        }
        if (text.length() > LONGEST_ENDPOINT) {
            throw new IllegalArgumentException("The endpoint is longer than " + LONGEST_ENDPOINT + " characters");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The endpoint is not the URL of a push service");
        }
        boolean ours = allowLoopback && Addresses.isLoopbackName(uri.getHost());
        if (!ours && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("The endpoint does not begin with https://");
        }
        if (!ours && uri.getPort() >= 0 && uri.getPort() != HTTPS) {
            throw new IllegalArgumentException("The endpoint has a port of its own");
        }
        return uri;
    }

    private static JsonNode keys(@Nullable String detail) {
        try {
            return JSON.readTree(detail == null ? "{}" : detail);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The keys are not JSON");
        }
    }

    private static byte[] bytes(JsonNode keys, String name) {
        String text = keys.path(name).asText();
        try {
            // Old browsers pad.
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not Base64url");
        }
    }

    private static ECPublicKey key(byte[] point) {
        if (point.length == KEY_BYTES) {
            try {
                if (Utils.loadPublicKey(Base64.getUrlEncoder().encodeToString(point)) instanceof ECPublicKey key) {
                    return key;
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // Said below.
            }
        }
        throw new IllegalArgumentException("p256dh is not a point on P-256: 65 bytes in Base64url");
    }
}
