package im.hearth.push.notifications;

import im.hearth.core.notices.NotificationKind;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notification, as its owner sees it. */
@Schema(name = "Notification", description = "What happened while you were away.")
public record NotificationView(
        String id,

        @Schema(
                description = "message, group_message, mention, reaction, friend_request, friend_accepted,"
                        + " group_invitation, poll_closed or report_resolved.",
                example = "message")
        String kind,

        @Schema(description = "What it says: the message's words as they stand now, or a sentence.")
        String content,

        @Schema(description = "Who or which group it is about.", nullable = true) @Nullable String title,

        @Schema(description = "The username of who did it last, or a JID; null for nobody.", nullable = true) @Nullable String actor,

        @Schema(description = "What it is about.", nullable = true) @Nullable Subject subject,

        @Schema(description = "The id at /api/conversations/ of where it happened.", nullable = true) @Nullable String conversation,

        @Schema(
                description =
                        "How many times it happened since you last read it: what is said in a conversation, and all"
                                + " reactions to a message, are one notification until you read it.")
        int count,

        @Schema(description = "When it happened last.") Instant timestamp,

        @Schema(description = "What is said in a conversation is read when you read it there.")
        boolean isRead,

        @Schema(nullable = true) @Nullable Instant readAt) {

    /** What it is about. */
    @Schema(name = "NotificationSubject")
    public record Subject(
            @Schema(
                    description =
                            "message, group_message, friendship, group, poll or report: the place of the API where"
                                    + " the id is known.",
                    example = "message")
            String type,

            String id) {}

    static NotificationView of(Notification notification, Wording.Words words, @Nullable String actor) {
        return new NotificationView(
                notification.id(),
                notification.kind().label(),
                words.text(),
                words.title(),
                actor,
                subject(notification),
                notification.conversation(),
                notification.count(),
                notification.at(),
                notification.readAt() != null,
                notification.readAt());
    }

    private static @Nullable Subject subject(Notification notification) {
        String id = notification.subject();
        return id == null ? null : new Subject(type(notification), id);
    }

    private static String type(Notification notification) {
        NotificationKind kind = notification.kind();
        return switch (kind) {
            case MESSAGE -> "message";
            case GROUP_MESSAGE, MENTION -> "group_message";
            case REACTION -> isOfGroup(notification) ? "group_message" : "message";
            case FRIEND_REQUEST, FRIEND_ACCEPTED -> "friendship";
            case GROUP_INVITATION -> "group";
            case POLL_CLOSED -> "poll";
            case REPORT_RESOLVED -> "report";
            case MISSED_CALL -> "call";
        };
    }

    /** In a chat of two, the conversation is with who reacted. */
    private static boolean isOfGroup(Notification notification) {
        String actor = notification.actor();
        return actor == null || !actor.equals(notification.conversation());
    }
}
