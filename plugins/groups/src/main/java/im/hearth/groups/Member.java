package im.hearth.groups;

import im.hearth.messages.MessageId;

/**
 * Somebody in a group.
 *
 * @param room the bare JID of the group's room
 * @param jid bare JID
 * @param joinedId when they came in, as a {@link MessageId}: what was said before is not unread
 * @param readUpTo the id of the last message that they have read; 0 for none
 */
public record Member(String room, String jid, Role role, long joinedId, long readUpTo) {
    /** The same, in another role. */
    public Member as(Role other) {
        return new Member(room, jid, other, joinedId, readUpTo);
    }

    /** Whether they have read the message with that id, which somebody else wrote. */
    public boolean hasRead(long id) {
        return id <= readUpTo && id > joinedId;
    }
}
