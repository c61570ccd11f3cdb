package im.hearth.people.activities;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/user-activities/}. */
@Path("/user-activities/")
@Tag(name = "Activities", description = "What has happened to your account.")
@Produces(MediaType.APPLICATION_JSON)
public final class ActivityResource {
    private final Activities activities;

    public ActivityResource(Activities activities) {
        this.activities = activities;
    }

    @GET
    @Operation(
            summary = "My security log",
            description = "Logins, new devices, logouts, passwords, numbers; the latest first. Kept for 180 days.")
    @ApiResponse(responseCode = "200", description = "What has happened.", useReturnTypeSchema = true)
    public Page<ActivityView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return activities
                .list(Caller.of(security).username(), page.after(), page.limit())
                .map(ActivityView::of);
    }
}
