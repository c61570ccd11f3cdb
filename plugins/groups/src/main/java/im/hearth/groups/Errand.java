package im.hearth.groups;

import org.jspecify.annotations.Nullable;

/**
 * Something outside of the database that is to follow a change in it: the room itself, or the bookmark of a person.
 *
 * @param room the bare JID of the room
 * @param jid the bare JID of the person; empty for the room itself
 * @param inviter bare JID of who invited the person, if they are to be told; null otherwise
 */
record Errand(String room, String jid, @Nullable String inviter) {
    /** That the room is to be as the database says. */
    static Errand toRoom(String room) {
        return new Errand(room, "", null);
    }

    boolean isToRoom() {
        return jid.isEmpty();
    }
}
