package im.hearth.polls;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A poll at the REST door. */
@Schema(name = "Poll", description = "A poll, which is also the message of that id.")
public record PollView(
        @Schema(description = "The poll's id: that of its message.", example = "1764000000000000")
        String id,

        @Schema(description = "The id of the group in which it is asked; null between two people.", nullable = true)
        @Nullable String group,

        @Schema(
                description = "The username of whom it asks; null in a group, and for a deleted account.",
                nullable = true)
        @Nullable String receiver,

        @Schema(description = "The username of who made it; null for a deleted account.", nullable = true) @Nullable String creator,

        @Schema(description = "What it asks.") String question,

        @Schema(description = "What there is to know about it; null for nothing.", nullable = true) @Nullable String description,

        @Schema(description = "What one can vote for.") List<Option> options,

        @Schema(description = "Whether one may vote for several options.") @JsonProperty("multiple_choice")
        boolean multiple,

        @Schema(description = "Whether nobody learns who voted for what.") @JsonProperty("anonymous")
        boolean anonymous,

        @Schema(description = "Whether nobody sees a count before it has closed.")
        @JsonProperty("hide_results_until_closed")
        boolean hidden,

        @Schema(description = "When it closes by itself; null for never.", nullable = true) @Nullable Instant closesAt,

        @Schema(description = "Whether no vote counts any more.") @JsonProperty("is_closed")
        boolean closed,

        @Schema(
                description =
                        "The ids of the options that I voted for; null in an event, and in an anonymous poll that has"
                                + " closed, where nobody knows any more.",
                nullable = true)
        @Nullable List<String> myVotes) {
    /** Something to vote for. */
    @Schema(name = "PollOption")
    public record Option(
            @Schema(description = "Its id within the poll.", example = "1")
            String id,

            @Schema(description = "What it says.") String text,

            @Schema(description = "The reaction that is a vote for it.", example = "1️⃣")
            String emoji,

            @Schema(description = "How many voted for it; null while that is hidden.", nullable = true) @Nullable Integer votes,

            @Schema(
                    description =
                            "The usernames of who voted for it; null in an anonymous poll, while it is hidden, in lists and"
                                    + " messages, in events and where one votes.",
                    nullable = true)
            @Nullable List<String> voters) {}
}
