package im.hearth.polls;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A poll. Its id is that of the message that asks it.
 *
 * @param talk the type of the {@link im.hearth.core.talk.Talk} in which it is asked
 * @param place the bare JID of whom it was sent to, or of the room; empty for a deleted account
 * @param author bare JID; null for a deleted account
 * @param closedAt when it was closed; null for not yet, though its time may have come
 */
public record Poll(
        long id,
        String talk,
        String place,
        @Nullable String author,
        Ballot ballot,
        @Nullable Instant closedAt) {
    private static final String OF_TWO = "message";

    /** Whether no vote counts any more. */
    public boolean isClosed(Instant now) {
        Instant deadline = ballot.closesAt();
        return closedAt != null || (deadline != null && !deadline.isAfter(now));
    }

    /** Whether people see how many voted for what. */
    public boolean hasResults(Instant now) {
        return !ballot.isHidden() || isClosed(now);
    }

    /** Whether it is between two people, rather than in a group. */
    public boolean isOfTwo() {
        return OF_TWO.equals(talk);
    }

    /** The id as the doors write it. */
    public String text() {
        return Long.toString(id);
    }
}
