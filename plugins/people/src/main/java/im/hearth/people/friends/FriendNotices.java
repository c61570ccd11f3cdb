package im.hearth.people.friends;

import im.hearth.core.db.Transaction;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import java.util.Set;

/** Says whom others ask to be friends, and whose requests are accepted. */
public final class FriendNotices {
    private final Notices notices;

    public FriendNotices(Notices notices) {
        this.notices = notices;
    }

    /** Each of the two has a row; the change of one's own is for its owner. */
    public void changed(Transaction transaction, FriendshipChanged changed) {
        if (changed.before() == null && changed.now() == FriendStatus.PENDING_IN) {
            note(transaction, NotificationKind.FRIEND_REQUEST, changed.friendship());
        }
        if (changed.before() == FriendStatus.PENDING_OUT && changed.now() == FriendStatus.ACCEPTED) {
            note(transaction, NotificationKind.FRIEND_ACCEPTED, changed.friendship());
        }
    }

    private void note(Transaction transaction, NotificationKind kind, Friendship friendship) {
        notices.note(
                transaction,
                new Notice(0, kind, Set.of(friendship.owner()), friendship.peer(), null, friendship.id(), null, null));
    }
}
