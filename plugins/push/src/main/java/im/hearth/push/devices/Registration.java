package im.hearth.push.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.Problem;
import im.hearth.push.send.Target;
import im.hearth.push.webpush.Subscription;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A device that somebody wants to be reached by, checked.
 *
 * @param provider which service it is reached by, among those of its platform
 */
record Registration(
        Platform platform,
        String provider,
        Target target,
        @Nullable String name,
        boolean enabled) {
    private static final int TOKEN_MOST = 4_096;
    private static final int NODE_MOST = 1_023;
    private static final int NAME_MOST = 100;

    /** As long as a domain may be (RFC 1035, section 2.3.4). */
    private static final int PROVIDER_MOST = 255;

    /** An uncompressed point of P-256 (RFC 8291, section 3.1). */
    private static final int P256DH_BYTES = 65;

    /** RFC 8291, section 3.2. */
    private static final int AUTH_BYTES = 16;

    /** An app that is reached through Firebase. */
    static Registration fcm(@Nullable String token, @Nullable String name, boolean enabled) {
        return new Registration(
                Platform.FCM, "fcm", new Target(token("device_token", token), null, null), name(name), enabled);
    }

    /**
     * A browser's subscription, as its {@code PushSubscription} has it.
     *
     * @param allowLoopback whether the endpoint may be on this machine
     * @param p256dh its public key, and
     * @param auth its secret, both in Base64url
     */
    static Registration webPush(
            ObjectMapper mapper,
            boolean allowLoopback,
            @Nullable String endpoint,
            @Nullable String p256dh,
            @Nullable String auth,
            @Nullable String name,
            boolean enabled) {
        String url = token("subscription.endpoint", endpoint);
        Map<String, String> keys = new TreeMap<>();
        keys.put("p256dh", key("subscription.keys.p256dh", p256dh, P256DH_BYTES));
        keys.put("auth", key("subscription.keys.auth", auth, AUTH_BYTES));
        Target target = new Target(url, json(mapper, keys), null);
        try {
            Subscription subscription = Subscription.of(target, allowLoopback);
            return new Registration(Platform.WEBPUSH, subscription.service(), target, name(name), enabled);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("subscription", String.valueOf(e.getMessage()));
        }
    }

    private static String json(ObjectMapper mapper, Map<String, String> keys) {
        try {
            return mapper.writeValueAsString(keys);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Keys cannot be written as JSON", e);
        }
    }

    /**
     * An XMPP app.
     *
     * @param service the JID of its push service
     * @param options the form of publish options as XML; null for none
     */
    static Registration xmpp(
            @Nullable String service,
            @Nullable String node,
            @Nullable String options,
            @Nullable String name,
            boolean enabled) {
        String jid = jid(token("device_token", service));
        if (node != null && (node.isEmpty() || node.length() > NODE_MOST || hasControls(node))) {
            throw Problem.invalid("node", "must have 1 to " + NODE_MOST + " characters");
        }
        if (options != null && options.length() > TOKEN_MOST) {
            throw Problem.invalid("publish_options", "are too long");
        }
        return new Registration(Platform.XMPP, providerOf(jid), new Target(jid, options, node), name(name), enabled);
    }

    /** The push service itself, if its JID is not too long: other services may be at the same domain. */
    static String providerOf(String service) {
        JID jid = new JID(service);
        return jid.toString().length() <= PROVIDER_MOST ? jid.toString() : jid.getDomain();
    }

    /** The JID in its normal form. */
    static String jid(String text) {
        try {
            return new JID(text).toString();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("device_token", "is not the JID of a push service");
        }
    }

    /** What a device is called; null for nothing. */
    static @Nullable String name(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String name = text.strip();
        if (name.codePointCount(0, name.length()) > NAME_MOST || hasControls(name)) {
            throw Problem.invalid("name", "must have at most " + NAME_MOST + " characters, and no control characters");
        }
        return name;
    }

    private static String token(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw Problem.invalid(field, "is required");
        }
        String token = text.strip();
        if (token.length() > TOKEN_MOST || hasControls(token)) {
            throw Problem.invalid(field, "must have at most " + TOKEN_MOST + " characters, and no control characters");
        }
        return token;
    }

    private static boolean hasControls(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    private static String key(String field, @Nullable String text, int bytes) {
        try {
            if (text != null && Base64.getUrlDecoder().decode(text.replace("=", "")).length == bytes) {
                return text.replace("=", "");
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Problem.invalid(field, "must be " + bytes + " bytes in Base64url");
    }
}
