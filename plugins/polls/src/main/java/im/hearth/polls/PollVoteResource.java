package im.hearth.polls;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/poll-votes/}. */
@Path("/poll-votes/")
@Tag(name = "Polls")
@Produces(MediaType.APPLICATION_JSON)
public final class PollVoteResource {
    private final Polls polls;

    public PollVoteResource(Polls polls) {
        this.polls = polls;
    }

    /** What to vote for. */
    @Schema(name = "PollVote", description = "selected_options, or selected_option for one.")
    public record PollVote(
            @Schema(description = "The id of the poll.") @NotNull(message = "is required") String poll,

            @Schema(description = "The ids of the options; empty to take my vote back.", nullable = true)
            @Nullable @Size(max = 20, message = "may be 20 at most") List<@NotNull(message = "is required") String> selectedOptions,

            @Schema(description = "The id of the option.", nullable = true) @Nullable String selectedOption) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Vote, in the place of my former vote",
            description =
                    "Others see it as my reaction with the emoji of the option; in an anonymous poll, and in one with hidden"
                            + " results, nobody sees it. 409 when the poll has closed.")
    @ApiResponse(
            responseCode = "200",
            description = "The poll.",
            content = @Content(schema = @Schema(implementation = PollView.class)))
    public PollView vote(@Context SecurityContext security, PollVote vote) {
        if ((vote.selectedOptions() == null) == (vote.selectedOption() == null)) {
            throw Problem.invalid("selected_options", "send selected_options, or selected_option");
        }
        List<String> options = vote.selectedOption() == null ? vote.selectedOptions() : List.of(vote.selectedOption());
        return polls.vote(Caller.of(security).username(), vote.poll(), options == null ? List.of() : options);
    }
}
