package im.hearth.reactions;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of reactions at the REST door. */
@Schema(name = "ReactionList", description = "A page of reactions.")
public record ReactionList(
        @Schema(description = "The reactions, the latest first.")
        List<ReactionView> items,

        @Schema(
                description = "What to send as cursor for the page after this one; null after the last one.",
                nullable = true)
        @Nullable String next,

        @Schema(
                description = "Of a message: how many reacted with what, the most used first; null without message.",
                nullable = true)
        @Nullable Map<String, Integer> counts) {}
