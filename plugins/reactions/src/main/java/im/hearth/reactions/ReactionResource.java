package im.hearth.reactions;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.reactions.emoticons.Emoticons;
import im.hearth.reactions.emoticons.Pictured;
import im.hearth.reactions.emoticons.Shortcut;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
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
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/message-reactions/}. */
@Path("/message-reactions/")
@Tag(name = "Reactions", description = "Who reacted to which message with what.")
@Produces(MediaType.APPLICATION_JSON)
public final class ReactionResource {
    private final Reactions reactions;
    private final Emoticons emoticons;

    ReactionResource(Reactions reactions, Emoticons emoticons) {
        this.reactions = reactions;
        this.emoticons = emoticons;
    }

    /** What to react with, to which message. */
    @Schema(name = "NewReaction")
    public record NewReaction(
            @Schema(description = "The id of a message, of two people or of a group.", example = "1764000000000000")
            @NotNull(message = "is required") String message,

            @Schema(description = "One emoji, or the :shortcut: of an emoticon of mine.", example = "👍")
            @NotNull(message = "is required") String emoji) {}

    /** What to react with instead. */
    @Schema(name = "ReactionChange")
    public record ReactionChange(
            @Schema(description = "One emoji, or the :shortcut: of an emoticon of mine.", example = "👍")
            @NotNull(message = "is required") String emoji) {}

    @GET
    @Operation(
            summary = "Who reacted to a message, the latest first",
            description = "With how many reacted with what, too. Without message: my own reactions.")
    public ReactionList list(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "The id of the message, of two people or of a group.")
                    @QueryParam("message")
                    @Nullable String message) {
        String me = Caller.of(security).username();
        long before = RowId.before(page.after());
        if (message == null) {
            return shown(reactions.by(me, before, page.limit()), null);
        }
        Reactions.ToMessage found = reactions.to(me, message, before, page.limit());
        return shown(found.page(), found.counts());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "React to a message",
            description =
                    "With one more emoji, beside those that I reacted with before. The same again changes nothing. With the"
                            + " emoji of an option of a poll it is a vote: 409 when the poll has closed.")
    @ApiResponse(
            responseCode = "201",
            description = "The reaction.",
            content = @Content(schema = @Schema(implementation = ReactionView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The reaction, which was there already.",
            content = @Content(schema = @Schema(implementation = ReactionView.class)))
    @ApiResponse(
            responseCode = "204",
            description = "It is a vote in a poll that keeps votes secret: it is counted, and there is no reaction.")
    public Response add(@Context SecurityContext security, NewReaction reaction) {
        Reactions.Added added = reactions.add(Caller.of(security).username(), reaction.message(), reaction.emoji());
        if (added.reaction() == null) {
            return Response.noContent().build();
        }
        ReactionView view = shown(added.reaction());
        return added.created()
                ? Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, "/api/message-reactions/" + view.id() + "/")
                        .entity(view)
                        .build()
                : Response.ok(view).build();
    }

    @GET
    @Path("{id}/")
    @Operation(summary = "A reaction to a message that I see")
    public ReactionView get(@Context SecurityContext security, @PathParam("id") String id) {
        return shown(reactions.require(Caller.of(security).username(), RowId.of(id)));
    }

    @PATCH
    @Path("{id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "React with something else instead",
            description = "In a poll this may be a vote, as with POST.")
    @ApiResponse(
            responseCode = "200",
            description = "The reaction.",
            content = @Content(schema = @Schema(implementation = ReactionView.class)))
    @ApiResponse(
            responseCode = "204",
            description = "It is a vote in a poll that keeps votes secret: it is counted, and the reaction is gone.")
    public Response change(@Context SecurityContext security, @PathParam("id") String id, ReactionChange change) {
        return reactions
                .change(Caller.of(security).username(), RowId.of(id), change.emoji())
                .map(reaction -> Response.ok(shown(reaction)))
                .orElseGet(Response::noContent)
                .build();
    }

    @DELETE
    @Path("{id}/")
    @Operation(summary = "Take a reaction of mine back")
    @ApiResponse(responseCode = "204", description = "It is taken back.")
    public void remove(@Context SecurityContext security, @PathParam("id") String id) {
        reactions.remove(Caller.of(security).username(), RowId.of(id));
    }

    private ReactionView shown(Reaction reaction) {
        return shown(new Page<>(List.of(reaction), null), null).items().get(0);
    }

    private ReactionList shown(Page<Reaction> page, @Nullable Map<String, Integer> counts) {
        Map<Pictured, String> pictures = emoticons.pictures(page.items().stream()
                .filter(reaction -> Shortcut.isOne(reaction.emoji()))
                .map(ReactionResource::pictured)
                .distinct()
                .toList());
        return new ReactionList(
                page.items().stream()
                        .map(reaction -> ReactionView.of(reaction, pictures.get(pictured(reaction))))
                        .toList(),
                page.next(),
                counts);
    }

    private static Pictured pictured(Reaction reaction) {
        return new Pictured(reaction.username(), reaction.emoji());
    }
}
