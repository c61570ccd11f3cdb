package im.hearth.push.devices;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import javax.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** The body of POST. */
@Schema(name = "NewDevice")
public record DeviceForm(
        @Schema(
                description =
                        "fcm: an app that is reached through Firebase. webpush: a browser. xmpp: an XMPP app's push"
                                + " service (XEP-0357).",
                allowableValues = {"fcm", "webpush", "xmpp"})
        @NotNull(message = "is required") String platform,

        @Schema(
                description =
                        "fcm: the registration token. xmpp: the JID of the push service. webpush: the subscription"
                                + " as text, where it is not sent as subscription.",
                nullable = true)
        @Nullable String deviceToken,

        @Schema(description = "webpush: what PushSubscription.toJSON() gives.", nullable = true) @Nullable Subscription subscription,

        @Schema(description = "xmpp: the node at the push service.", nullable = true) @Nullable String node,

        @Schema(
                description = "xmpp: what the push service wants to be told with each push, such as a secret.",
                nullable = true)
        @Nullable Map<String, String> publishOptions,

        @Schema(description = "What you call it, in at most 100 characters.", nullable = true) @Nullable String name,

        @Schema(description = "Whether it is woken; true unless you say otherwise.", nullable = true) @Nullable Boolean enabled) {

    /** A browser's subscription, in the names that browsers have for it. */
    @Schema(name = "PushSubscription")
    public record Subscription(
            @Schema(description = "The URL that pushes are sent to.") @Nullable String endpoint,

            @Schema(description = "Is not looked at.", nullable = true) @JsonProperty("expirationTime") @Nullable Object expirationTime,

            @Nullable Keys keys) {}

    /** What pushes are encrypted with, in Base64url. */
    @Schema(name = "PushSubscriptionKeys")
    public record Keys(
            @Schema(description = "The public key, of 65 bytes.") @Nullable String p256dh,

            @Schema(description = "The secret, of 16 bytes.") @Nullable String auth) {}

    /**
     * As the rules take it.
     *
     * @param allowLoopback whether pushes to browsers may go to this machine
     * @throws Problem INVALID with the field
     */
    Registration read(ObjectMapper mapper, boolean allowLoopback) {
        Platform known =
                Platform.named(platform).orElseThrow(() -> Problem.invalid("platform", "must be fcm, webpush or xmpp"));
        if (known != Platform.WEBPUSH && subscription != null) {
            throw Problem.invalid("subscription", "is for the platform webpush only");
        }
        if (known != Platform.XMPP && (node != null || publishOptions != null)) {
            throw Problem.invalid(node == null ? "publish_options" : "node", "is for the platform xmpp only");
        }
        boolean isEnabled = enabled == null || enabled;
        return switch (known) {
            case FCM -> Registration.fcm(deviceToken, name, isEnabled);
            case WEBPUSH -> webPush(mapper, allowLoopback, isEnabled);
            case XMPP ->
                Registration.xmpp(
                        deviceToken,
                        node,
                        publishOptions == null ? null : PublishOptions.write(publishOptions),
                        name,
                        isEnabled);
        };
    }

    private Registration webPush(ObjectMapper mapper, boolean allowLoopback, boolean isEnabled) {
        Subscription given = subscription == null ? parsed(mapper) : subscription;
        Keys keys = given.keys();
        return Registration.webPush(
                mapper,
                allowLoopback,
                given.endpoint(),
                keys == null ? null : keys.p256dh(),
                keys == null ? null : keys.auth(),
                name,
                isEnabled);
    }

    private Subscription parsed(ObjectMapper mapper) {
        try {
            if (deviceToken != null) {
                return mapper.readValue(deviceToken, Subscription.class);
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw Problem.invalid("subscription", "is required: what PushSubscription.toJSON() gives");
    }
}
