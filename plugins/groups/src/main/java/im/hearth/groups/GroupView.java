package im.hearth.groups;

import im.hearth.groups.chat.GroupMessageView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group at the REST door. */
@Schema(name = "Group", description = "A group that I am in.")
public record GroupView(
        @Schema(description = "The group's id: the local part of its room.")
        String id,

        @Schema(description = "The JID of its room (XEP-0045).", example = "book-club@conference.example.org")
        String jid,

        @Schema(description = "Its name.") String name,

        @Schema(description = "What it is about.", nullable = true) @Nullable String description,

        @Schema(description = "Its picture.", nullable = true) @Nullable String pictureUrl,

        @Schema(description = "The username of who made it; null for a deleted account.", nullable = true) @Nullable String createdBy,

        @Schema(description = "When it was made.") Instant createdAt,

        @Schema(description = "Who is in it, the oldest member first.")
        List<GroupMember> members,

        @Schema(description = "How many messages of others I have not read; 1000 stands for that or more.")
        int unreadCount,

        @Schema(description = "The last message.", nullable = true) @Nullable GroupMessageView lastMessage) {
    /** Somebody in a group. */
    @Schema(name = "GroupMember")
    public record GroupMember(
            @Schema(description = "The username; the JID of somebody on another server.")
            String user,

            @Schema(description = "owner, admin or member.", implementation = String.class)
            Role role) {}
}
