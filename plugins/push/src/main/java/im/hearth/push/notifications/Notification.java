package im.hearth.push.notifications;

import im.hearth.core.notices.NotificationKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told that happened while they were away. What happens again, in the same conversation or to the same
 * thing, before they have read it adds to it.
 *
 * @param id a UUID
 * @param actor bare JID of who did it last; null for nobody, for a deleted account, and for what is said in a group: that
 *     tells itself who wrote it
 * @param conversation the bare JID that the person writes to where it happened; null for none
 * @param subject the id of what it is about, the last time
 * @param title what the group is called; null for none
 * @param detail what else is to be said of it; null for nothing
 * @param count how many times it happened
 * @param eventId of the last time: an id of the house's clock
 */
public record Notification(
        String id,
        String username,
        NotificationKind kind,
        @Nullable String actor,
        @Nullable String conversation,
        @Nullable String subject,
        @Nullable String title,
        @Nullable String detail,
        int count,
        long eventId,
        @Nullable Instant readAt) {
    private static final Set<NotificationKind> TALK =
            Set.of(NotificationKind.MESSAGE, NotificationKind.GROUP_MESSAGE, NotificationKind.MENTION);

    /** Whether that kind is about what is said, and not read yet. */
    public static boolean isTalk(NotificationKind kind) {
        return TALK.contains(kind);
    }

    /** Whether that kind is about what is said in a group. */
    static boolean isOfGroup(NotificationKind kind) {
        return isTalk(kind) && kind != NotificationKind.MESSAGE;
    }

    /** When it happened last. */
    public Instant at() {
        return Instant.ofEpochMilli(eventId / 1_000);
    }
}
