package im.hearth.core.notices;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person can be notified of. */
public enum NotificationKind {
    MESSAGE,
    GROUP_MESSAGE,
    MENTION,
    REACTION,
    FRIEND_REQUEST,
    FRIEND_ACCEPTED,
    GROUP_INVITATION,
    POLL_CLOSED,
    REPORT_RESOLVED,
    MISSED_CALL;

    /** The name at both doors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name; empty for another text. */
    public static Optional<NotificationKind> named(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }
}
