package im.hearth.media;

import im.hearth.core.problem.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many uploads are under way on this node: each has a thread of the web port, which others need as well. */
final class Turns {
    static final int MOST = 64;
    static final int MOST_OF_ONE = 8;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Map<String, Integer> byOwner = new HashMap<>();
    private int all;

    /** A place, until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place.
     *
     * @throws Problem TOO_OFTEN if there is none; UNAVAILABLE if others have them all
     */
    synchronized Turn take(String owner) {
        if (byOwner.getOrDefault(owner, 0) >= MOST_OF_ONE) {
            throw Problem.tooOften(SOON, "At most " + MOST_OF_ONE + " of your uploads can come at once.");
        }
        if (all >= MOST) {
            throw Problem.unavailable("media-busy", "Too many uploads are coming. Try again in a few seconds.", null);
        }
        all++;
        byOwner.merge(owner, 1, Integer::sum);
        return () -> giveBack(owner);
    }

    private synchronized void giveBack(String owner) {
        all--;
        byOwner.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }
}
