package im.hearth.push.devices;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A device, as its owner sees it. */
@Schema(name = "Device", description = "Where you are reached while you are away.")
public record DeviceView(
        String id,

        @Schema(description = "fcm, webpush or xmpp.") Platform platform,

        @Schema(
                description =
                        "As much of the token as tells it from others: its end; the host of a subscription; the JID"
                                + " of a push service. Tokens are secrets, and are not given back.")
        String deviceToken,

        @Schema(nullable = true) @Nullable String name,

        @Schema(description = "Whether it is woken.") boolean enabled,
        Instant createdAt) {
    /** How many characters of a token are shown, of a token that has many more. */
    private static final int SHOWN = 4;

    private static final int SHORT = 16;

    static DeviceView of(Device device) {
        return new DeviceView(
                device.id(), device.platform(), masked(device), device.name(), device.enabled(), device.createdAt());
    }

    private static String masked(Device device) {
        String token = device.target().token();
        if (token.isEmpty()) {
            return "…";
        }
        return switch (device.platform()) {
            case FCM -> token.length() < SHORT ? "…" : "…" + token.substring(token.length() - SHOWN);
            case WEBPUSH -> "https://" + URI.create(token).getAuthority() + "/…";
            case XMPP -> token;
        };
    }
}
