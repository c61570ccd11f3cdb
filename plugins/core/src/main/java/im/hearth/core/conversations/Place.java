package im.hearth.core.conversations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a conversation stands in somebody's list: pinned ones first, then by their latest message.
 *
 * @param with whom it is with: the bare JID of the other one, or of the room
 * @param latest the id of the latest message; where there is none yet, the id that a message of its beginning would have
 * @param mutedUntil null for not muted; may have passed
 */
public record Place(
        String with, long latest, boolean pinned, @Nullable Instant mutedUntil) {
    /** Before all of them. */
    public static final Place TOP = new Place("", Long.MAX_VALUE, true, null);
}
