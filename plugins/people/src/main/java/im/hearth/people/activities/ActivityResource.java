package im.hearth.people.activities;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/user-activities/}. */
@Path("/user-activities/")
@Tag(name = "Activities", description = "What has happened to your account.")
@Produces(MediaType.APPLICATION_JSON)
public final class ActivityResource {
    private final Activities activities;

    public ActivityResource(Activities activities) {
        this.activities = activities;
    }

    /** A line of the log, as its owner sees it. */
    @Schema(name = "UserActivity", description = "Something that has happened to your account.")
    public record ActivityView(
            String id,

            @Schema(
                    description =
                            "new_device is a login by a device that had not been logged in before; xmpp_login one by"
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

            @Schema(description = "As in /api/sessions/, where it is of one.", nullable = true) @Nullable String sessionId) {}

    @GET
    @Operation(
            summary = "My security log",
            description = "Logins, new devices, logouts, passwords, numbers; the latest first. Kept for 180 days.")
    @ApiResponse(responseCode = "200", description = "What has happened.", useReturnTypeSchema = true)
    public Page<ActivityView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return activities
                .list(Caller.of(security).username(), page.after(), page.limit())
                .map(activity -> new ActivityView(
                        activity.id(),
                        activity.kind().label(),
                        activity.at(),
                        activity.address(),
                        activity.device(),
                        activity.sessionId()));
    }
}
