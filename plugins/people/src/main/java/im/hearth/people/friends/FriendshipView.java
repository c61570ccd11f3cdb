package im.hearth.people.friends;

import im.hearth.people.Persons;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A friendship at the REST door. */
@Schema(name = "Friendship", description = "A friendship of mine, or a request for one.")
public record FriendshipView(
        @Schema(description = "The same for both of us.") String id,

        @Schema(description = "Me.") String user,

        @Schema(description = "The other's username; the JID of somebody of another server.")
        String friend,

        @Schema(
                description = "pending_out: I have asked. pending_in: the other has asked. accepted: we are friends.",
                implementation = String.class,
                allowableValues = {"pending_out", "pending_in", "accepted"})
        FriendStatus status,

        @Schema(description = "When one of us asked.") Instant createdAt) {
    static FriendshipView of(Friendship friendship, Persons persons) {
        return new FriendshipView(
                friendship.id(),
                friendship.owner(),
                persons.name(friendship.peer()),
                friendship.status(),
                friendship.createdAt());
    }
}
