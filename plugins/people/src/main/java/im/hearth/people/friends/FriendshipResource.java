package im.hearth.people.friends;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.people.Persons;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/friendships/}. */
@Path("/friendships/")
@Tag(name = "Friendships", description = "Friends and requests, which are roster subscriptions to XMPP clients.")
@Produces(MediaType.APPLICATION_JSON)
public final class FriendshipResource {
    private final Friendships friendships;
    private final Persons persons;

    public FriendshipResource(Friendships friendships, Persons persons) {
        this.friendships = friendships;
        this.persons = persons;
    }

    /** Whom to ask. */
    @Schema(name = "NewFriendship")
    public record NewFriendship(
            @Schema(description = "A username, or the JID of somebody of another server.", example = "bob")
            @NotNull(message = "is required") String friend) {}

    /** What to answer. */
    @Schema(name = "FriendshipAnswer")
    public record FriendshipPatch(
            @Schema(
                    description = "By whom was asked.",
                    allowableValues = {"accepted", "rejected"})
            @NotNull(message = "is required") String status) {}

    @GET
    @Operation(summary = "My friends and requests, the newest first")
    public Page<FriendshipView> list(
            @Context SecurityContext security,
            @Parameter(description = "Only those: pending_out, pending_in or accepted.") @QueryParam("status") @Nullable String status,
            @BeanParam PageRequest page) {
        FriendStatus only = status == null
                ? null
                : FriendStatus.named(status)
                        .orElseThrow(() -> Problem.invalid("status", "must be pending_out, pending_in or accepted"));
        return friendships
                .list(Caller.of(security).username(), only, page.after(), page.limit())
                .map(this::view);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask somebody to be my friend",
            description =
                    "Where they have asked me before, we are friends with that. 409 if we are, or if I have asked.")
    @ApiResponse(responseCode = "201", description = "The request, or the friendship.")
    public Response request(@Context SecurityContext security, NewFriendship wanted) {
        Caller caller = Caller.of(security);
        String peer = persons.parse("friend", caller.resolve(wanted.friend()));
        Friendship made = friendships.request(caller.username(), peer, null);
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/friendships/" + made.id() + "/")
                .entity(view(made))
                .build();
    }

    @GET
    @Path("{friendship_id}/")
    @Operation(summary = "A friendship or request of mine")
    public FriendshipView get(@Context SecurityContext security, @PathParam("friendship_id") String id) {
        return view(friendships.require(Caller.of(security).username(), id));
    }

    @PATCH
    @Path("{friendship_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Accept or reject a request",
            description = "Who was rejected can ask again, but I do not see it for 24 hours.")
    @ApiResponse(responseCode = "200", description = "The friendship.")
    @ApiResponse(responseCode = "204", description = "The request is gone.")
    public Response answer(
            @Context SecurityContext security, @PathParam("friendship_id") String id, FriendshipPatch patch) {
        String me = Caller.of(security).username();
        String peer = friendships.require(me, id).peer();
        return switch (patch.status()) {
            case "accepted" -> Response.ok(view(friendships.accept(me, peer))).build();
            case "rejected" -> {
                friendships.reject(me, peer);
                yield Response.noContent().build();
            }
            default -> throw Problem.invalid("status", "must be accepted or rejected");
        };
    }

    @DELETE
    @Path("{friendship_id}/")
    @Operation(summary = "End a friendship for both, take a request back, or reject one")
    @ApiResponse(responseCode = "204", description = "It is gone.")
    public void delete(@Context SecurityContext security, @PathParam("friendship_id") String id) {
        String me = Caller.of(security).username();
        friendships.end(me, friendships.require(me, id).peer());
    }

    private FriendshipView view(Friendship friendship) {
        return FriendshipView.of(friendship, persons);
    }
}
