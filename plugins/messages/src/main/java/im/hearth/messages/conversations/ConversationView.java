package im.hearth.messages.conversations;

import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Place;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A conversation at the REST door. */
@Schema(name = "Conversation", description = "A chat of mine, with a person or in a group.")
public record ConversationView(
        @Schema(
                description = "The conversation's id: the JID of the other one, or of the group's room.",
                example = "bob@example.org")
        String id,

        @Schema(
                description = "The username of the other one, or a JID; null for a deleted account, and for a group.",
                nullable = true)
        @Nullable String peer,

        @Schema(description = "The id of the group; null for a person.", nullable = true) @Nullable String group,

        @Schema(
                description = "The group's name, or what the person wants to be called; null if they do not say.",
                nullable = true)
        @Nullable String name,

        @Schema(description = "The group's picture; null for none, and for a person.", nullable = true) @Nullable String pictureUrl,

        @Schema(
                description =
                        "The latest message, a Message or a GroupMessage; null in a group where nothing was said yet.",
                nullable = true)
        @Nullable Object lastMessage,

        @Schema(description = "How many messages of others I have not read; 1000 stands for that or more.")
        int unreadCount,

        @Schema(description = "Until when it is muted; null for not muted.", nullable = true) @Nullable Instant mutedUntil,

        @Schema(description = "Whether it is kept at the top of the list.")
        boolean pinned) {
    /** How a conversation looks. */
    public static ConversationView of(Conversations.Listed listed) {
        Place place = listed.place();
        Look look = listed.look();
        return new ConversationView(
                place.with(),
                look.peer(),
                look.group(),
                look.name(),
                look.pictureUrl(),
                look.lastMessage(),
                look.unreadCount(),
                place.mutedUntil(),
                place.pinned());
    }
}
