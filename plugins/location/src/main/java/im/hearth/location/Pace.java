package im.hearth.location;

import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often people may say where they are: once a second, and a few times more at once after a pause (the generic cell rate
 * algorithm, ITU-T I.371). A node that is new knows of no past.
 */
public final class Pace {
    private static final long INTERVAL = 1_000;
    private static final int AT_ONCE = 10;

    private final Clock clock;

    /** By username, when the next one is due that came at an even pace, in epoch milliseconds. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    public Pace(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts one more.
     *
     * @throws Problem TOO_OFTEN
     */
    public void take(String username) {
        long now = clock.millis();
        due.compute(username, (name, known) -> {
            long next = Math.max(known == null ? 0 : known, now) + INTERVAL;
            if (next - now > INTERVAL * AT_ONCE) {
                throw Problem.tooOften(
                        Duration.ofMillis(INTERVAL), "Say where you are once a second at most; wait a little.");
            }
            return next;
        });
    }

    /** Forgets those who have paused. */
    public void sweep() {
        long now = clock.millis();
        due.values().removeIf(next -> next <= now);
    }
}
