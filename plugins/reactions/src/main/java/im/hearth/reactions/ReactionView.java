package im.hearth.reactions;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A reaction at the REST door. */
@Schema(name = "Reaction", description = "That somebody reacted to a message.")
public record ReactionView(
        @Schema(description = "The reaction's id.", example = "17")
        String id,

        @Schema(description = "The id of the message, of two people or of a group.", example = "1764000000000000")
        String message,

        @Schema(description = "The username of who reacted.", example = "bob")
        String user,

        @Schema(description = "One emoji, or the shortcut of an emoticon of that person's.", example = "👍")
        String emoji,

        @Schema(description = "Where the emoticon's picture is read; null for an emoji.", nullable = true) @Nullable String imageUrl,

        @Schema(description = "When.") Instant timestamp) {
    static ReactionView of(Reaction reaction, @Nullable String imageUrl) {
        return new ReactionView(
                Long.toString(reaction.id()),
                Long.toString(reaction.message()),
                reaction.username(),
                reaction.emoji(),
                imageUrl,
                reaction.at());
    }
}
