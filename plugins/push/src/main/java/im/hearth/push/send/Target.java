package im.hearth.push.send;

import org.jspecify.annotations.Nullable;

/**
 * The address of a device at its provider; a secret, never logged.
 *
 * @param token FCM: the registration token; Web Push: the endpoint's URL; XEP-0357: the JID of the app's push service
 * @param detail Web Push: the subscription's keys as JSON, {@code {"p256dh":…,"auth":…}}; XEP-0357: the publish options' form as
 *     XML, with the node; null for none
 * @param node XEP-0357: the node at the push service; null for the others
 */
public record Target(
        String token, @Nullable String detail, @Nullable String node) {
    /** Says nothing: see above. */
    @Override
    public String toString() {
        return "Target[…]";
    }
}
