package im.hearth.people.blocks;

import im.hearth.people.Persons;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A block at the REST door. */
@Schema(name = "Block", description = "Somebody whom I block.")
public record BlockView(
        @Schema(description = "Its id.") String id,

        @Schema(description = "Me.") String user,

        @Schema(
                description =
                        "The username; the JID of somebody of another server, or of a whole domain that a client blocked.")
        String blockedUser,

        @Schema(description = "Since when.") Instant createdAt) {
    static BlockView of(Block block, Persons persons) {
        return new BlockView(block.id(), block.owner(), persons.name(block.blocked()), block.createdAt());
    }
}
