package im.hearth.push.notifications;

import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NotificationKind;
import java.util.List;

/** What adds up to one notification of a person, as long as it is not read. */
final class Slots {
    private Slots() {}

    /** The slots of what is said in a conversation. */
    static List<String> talk(String username, String conversation) {
        return List.of(
                slot(username, NotificationKind.MESSAGE, conversation),
                slot(username, NotificationKind.GROUP_MESSAGE, conversation),
                slot(username, NotificationKind.MENTION, conversation));
    }

    /** The slot of somebody's that a notice falls into. */
    static String of(String username, Notice notice) {
        String about =
                switch (notice.kind()) {
                    case MESSAGE, GROUP_MESSAGE, MENTION, GROUP_INVITATION -> notice.conversation();
                    case FRIEND_REQUEST, FRIEND_ACCEPTED, MISSED_CALL -> notice.actor();
                    case REACTION, POLL_CLOSED, REPORT_RESOLVED -> notice.subject();
                };
        return slot(username, notice.kind(), String.valueOf(about));
    }

    /** A username holds no space. */
    private static String slot(String username, NotificationKind kind, String about) {
        return username + " " + kind + " " + about;
    }
}
