package im.hearth.people.activities;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of the log, as its owner sees it. */
@Schema(name = "UserActivity", description = "Something that has happened to your account.")
public record ActivityView(
        String id,

        @Schema(
                description = "new_device is a login by a device that had not been logged in before; xmpp_login one by"
                        + " an XMPP client with the password, once a day for each address.",
                allowableValues = {
                    "login",
                    "new_device",
                    "xmpp_login",
                    "logout",
                    "password_changed",
                    "password_reset",
                    "number_changed"
                })
        String kind,

        Instant at,

        @Schema(description = "The IP address that it came from.", nullable = true) @Nullable String ip,

        @Schema(description = "What the client said it is.", nullable = true) @Nullable String device,

        @Schema(description = "As in /api/sessions/, where it is of one.", nullable = true) @Nullable String sessionId) {
    static ActivityView of(Activity activity) {
        return new ActivityView(
                activity.id(),
                activity.kind().label(),
                activity.at(),
                activity.address(),
                activity.device(),
                activity.sessionId());
    }
}
