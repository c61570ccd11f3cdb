package im.hearth.push.notifications;

import im.hearth.core.notices.NotificationKind;
import java.time.Duration;

/** For how long it is of use to wake somebody for something. */
public final class Reach {
    private static final Duration DAY = Duration.ofDays(1);

    private Reach() {}

    /** From when it happened on. */
    public static Duration of(NotificationKind kind) {
        return switch (kind) {
            case MESSAGE, GROUP_MESSAGE, MENTION, GROUP_INVITATION -> DAY;
            case FRIEND_REQUEST, FRIEND_ACCEPTED, REPORT_RESOLVED -> DAY.multipliedBy(3);
            case REACTION, POLL_CLOSED -> Duration.ofHours(6);
            case MISSED_CALL -> Duration.ofHours(1);
        };
    }
}
