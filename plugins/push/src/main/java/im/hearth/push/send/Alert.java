package im.hearth.push.send;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What wakes a device.
 *
 * @param id of the push: the same in every try
 * @param kind as in {@code /api/notifications/}, for example {@code group_message}
 * @param subject the id of what it is about; null for none
 * @param conversation pushes of the same conversation replace each other on the device; null for one that stands alone
 * @param title who or which group it is about; null where the person's preferences do not allow it
 * @param text null where the person's preferences do not allow it: a wake-up only
 * @param sender the bare JID of who did it; null where the person's preferences do not allow it, and for nobody
 * @param unread how many messages the person has not read, in all conversations
 * @param at when it happened
 * @param until when it is of no more use
 */
public record Alert(
        String id,
        String kind,
        @Nullable String subject,
        @Nullable String conversation,
        @Nullable String title,
        @Nullable String text,
        @Nullable String sender,
        int unread,
        Instant at,
        Instant until) {
    /** Of nobody. */
    public Alert(
            String id,
            String kind,
            @Nullable String subject,
            @Nullable String conversation,
            @Nullable String title,
            @Nullable String text,
            int unread,
            Instant at,
            Instant until) {
        this(id, kind, subject, conversation, title, text, null, unread, at, until);
    }

    /** Says nothing of what was written. */
    @Override
    public String toString() {
        return "Alert[" + id + ", " + kind + "]";
    }
}
