package im.hearth.push.notifications;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/notifications/}. */
@Path("/notifications/")
@Tag(name = "Notifications", description = "What happened while I was away.")
@Produces(MediaType.APPLICATION_JSON)
public final class NotificationResource {
    private final Notifications notifications;
    private final NotificationViews views;

    public NotificationResource(Notifications notifications, NotificationViews views) {
        this.notifications = notifications;
        this.views = views;
    }

    /** What is to be another way. */
    @Schema(name = "NotificationChange")
    public record NotificationPatch(
            @Schema(description = "Whether it is read.") @NotNull(message = "is required") Boolean isRead) {}

    @GET
    @Operation(
            summary = "My notifications, the latest first",
            description =
                    "Of what happened while no client of mine was active, in conversations that I have not muted, of the"
                            + " kinds that I want. One to which something is added while I page moves to the top.")
    public Page<NotificationView> list(
            @Context SecurityContext security,
            @Parameter(description = "Only those that I have not read.") @QueryParam("unread") @DefaultValue("false")
                    boolean unread,
            @BeanParam PageRequest page) {
        String username = Caller.of(security).username();
        return views.of(username, notifications.list(username, unread, page.after(), page.limit()));
    }

    @GET
    @Path("{notification_id}/")
    @Operation(summary = "A notification of mine")
    public NotificationView get(@Context SecurityContext security, @PathParam("notification_id") String id) {
        String username = Caller.of(security).username();
        return views.of(username, notifications.require(username, id));
    }

    @PATCH
    @Path("{notification_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Mark a notification as read, or not", description = "The messages in it stay unread.")
    public NotificationView change(
            @Context SecurityContext security, @PathParam("notification_id") String id, NotificationPatch patch) {
        String username = Caller.of(security).username();
        return views.of(username, notifications.setRead(username, id, patch.isRead()));
    }

    @DELETE
    @Path("{notification_id}/")
    @Operation(summary = "Delete a notification")
    @ApiResponse(responseCode = "204", description = "It is gone.")
    public void delete(@Context SecurityContext security, @PathParam("notification_id") String id) {
        notifications.delete(Caller.of(security).username(), id);
    }

    @POST
    @Path("read/")
    @Operation(summary = "Mark all my notifications as read")
    @ApiResponse(responseCode = "204", description = "They are read.")
    public void readAll(@Context SecurityContext security) {
        notifications.setAllRead(Caller.of(security).username());
    }
}
