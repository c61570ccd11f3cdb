package im.hearth.push.notifications;

import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NotificationKind;

/** What adds up to one notification, as long as it is not read. */
final class Slots {
    private Slots() {}

    /** What is said in a conversation, of a kind. */
    static String talk(NotificationKind kind, String conversation) {
        return kind + " " + conversation;
    }

    /** The slot that a notice falls into. */
    static String of(Notice notice) {
        String about =
                switch (notice.kind()) {
                    case MESSAGE, GROUP_MESSAGE, MENTION, GROUP_INVITATION -> notice.conversation();
                    case FRIEND_REQUEST, FRIEND_ACCEPTED, MISSED_CALL -> notice.actor();
                    case REACTION, POLL_CLOSED, REPORT_RESOLVED -> notice.subject();
                };
        return notice.kind() + " " + about;
    }
}
