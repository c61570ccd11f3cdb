package im.hearth.polls;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Flag;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
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
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/polls/}. */
@Path("/polls/")
@Tag(name = "Polls", description = "Polls, which are messages; a reaction with the emoji of an option is a vote.")
@Produces(MediaType.APPLICATION_JSON)
public final class PollResource {
    private final Polls polls;

    public PollResource(Polls polls) {
        this.polls = polls;
    }

    /** What to ask. */
    @Schema(name = "NewPoll", description = "For a receiver or for a group.")
    public record NewPoll(
            @Schema(description = "The id of the group to ask.", nullable = true) @Nullable String group,

            @Schema(description = "The username of whom to ask, or a JID.", nullable = true) @Nullable String receiver,

            @Schema(description = "What to ask: 1 to 500 characters.", example = "Where do we eat?")
            @NotNull(message = "is required") String question,

            @Schema(description = "What there is to know about it: at most 1,000 characters.", nullable = true)
            @Nullable String description,

            @Schema(
                    description = "2 to 20 different options of 1 to 200 characters.",
                    example = "[\"Here\", \"There\"]")
            @NotNull(message = "is required") @Size(max = 100, message = "must be 2 to 20") List<@NotNull(message = "is required") String> options,

            @Schema(description = "Whether one may vote for several options.", defaultValue = "false") @Nullable Boolean multipleChoice,

            @Schema(description = "Whether nobody ever learns who voted for what.", defaultValue = "false") @Nullable Boolean anonymous,

            @Schema(description = "Whether nobody sees a count before it has closed.", defaultValue = "false") @Nullable Boolean hideResultsUntilClosed,

            @Schema(
                    description = "When it closes by itself, in RFC 3339: within a year from now.",
                    format = "date-time",
                    nullable = true)
            @Nullable String closesAt) {}

    @GET
    @Operation(summary = "The polls that I see, the latest first", description = "Without who voted for what.")
    public Page<PollView> list(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Only those of the group of this id.") @QueryParam("group") @Nullable String group,
            @Parameter(description = "Only those between me and this person: a username or a JID.")
                    @QueryParam("with")
                    @Nullable String with,
            @Parameter(description = "true: only those that are open.") @QueryParam("open") @DefaultValue("false")
                    String open) {
        Caller caller = Caller.of(security);
        if (group != null && with != null) {
            throw Problem.invalid("with", "send either with or group");
        }
        Polls.Filter filter = new Polls.Filter(
                text("group", group),
                with == null ? null : text("with", caller.resolve(with.strip())),
                Flag.parse("open", open));
        return polls.list(caller.username(), filter, before(page.after()), page.limit());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Ask a poll", description = "By a message of mine, which has its id.")
    @ApiResponse(
            responseCode = "201",
            description = "The poll.",
            content = @Content(schema = @Schema(implementation = PollView.class)))
    public Response create(@Context SecurityContext security, NewPoll poll) {
        Caller caller = Caller.of(security);
        Ballot ballot = new Ballot(
                poll.question(),
                poll.description(),
                List.of(),
                Boolean.TRUE.equals(poll.multipleChoice()),
                Boolean.TRUE.equals(poll.anonymous()),
                Boolean.TRUE.equals(poll.hideResultsUntilClosed()),
                poll.closesAt() == null ? null : PollPatch.time(poll.closesAt()));
        PollView made = polls.create(
                caller.username(),
                poll.group(),
                poll.receiver() == null ? null : caller.resolve(poll.receiver()),
                poll.options(),
                ballot);
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/polls/" + made.id() + "/")
                .entity(made)
                .build();
    }

    @GET
    @Path("{poll_id}/")
    @Operation(summary = "A poll that I see, with who voted for what where that may be seen")
    public PollView get(@Context SecurityContext security, @PathParam("poll_id") String id) {
        return polls.require(Caller.of(security).username(), id);
    }

    @PATCH
    @Path("{poll_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change or close a poll",
            description =
                    "Question, description and options before the first vote, and for two days; closes_at until it has closed;"
                            + " is_closed, by itself, for good; when who asked it is gone from the group, an owner or an admin"
                            + " closes it.")
    public PollView change(@Context SecurityContext security, @PathParam("poll_id") String id, PollPatch patch) {
        String username = Caller.of(security).username();
        return patch.closes() ? polls.close(username, id) : polls.change(username, id, patch.change());
    }

    @DELETE
    @Path("{poll_id}/")
    @Operation(summary = "Take a poll of mine back, with its message, for all")
    @ApiResponse(responseCode = "204", description = "It is gone.")
    public void delete(@Context SecurityContext security, @PathParam("poll_id") String id) {
        polls.remove(Caller.of(security).username(), id);
    }

    /** PostgreSQL takes no zero character, and nobody's name has one. */
    private static @Nullable String text(String field, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw Problem.invalid(field, "holds a character that no name has");
        }
        return text;
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "is not one that a list gave as next");
        }
    }
}
