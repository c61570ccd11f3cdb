package im.hearth.people.statuses;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/user-statuses/}. */
@Path("/user-statuses/")
@Tag(name = "Statuses", description = "Which of my friends are there, and what they say.")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final Statuses statuses;

    public StatusResource(Statuses statuses) {
        this.statuses = statuses;
    }

    @GET
    @Operation(
            summary = "The statuses of my friends, by username",
            description =
                    "As their privacy settings (last_seen) allow. The stream has each change as presence.changed.")
    @ApiResponse(responseCode = "200", description = "Their statuses.", useReturnTypeSchema = true)
    public Page<StatusView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return statuses.list(Caller.of(security).username(), page.after(), page.limit());
    }

    @GET
    @Path("{user_id}/")
    @Operation(summary = "The status of a friend, or mine")
    @ApiResponse(responseCode = "200", description = "The status.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "You have no such friend.")
    public StatusView get(
            @Context SecurityContext security,
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id) {
        Caller caller = Caller.of(security);
        return statuses.require(caller.username(), caller.resolve(id));
    }

    @PATCH
    @Path("{user_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say how I am there",
            description = "Only what is sent changes; null clears. It stays until I change it, and stands wherever an"
                    + " XMPP client of mine says nothing itself: such a client's own words come first.")
    @ApiResponse(responseCode = "200", description = "My status.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "403", description = "It is somebody else's.")
    @ApiResponse(responseCode = "422", description = "A field is wrong.")
    public StatusView change(
            @Context SecurityContext security,
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id,
            StatusPatch patch) {
        Caller caller = Caller.of(security);
        return statuses.change(caller.username(), caller.resolve(id), patch.change());
    }
}
