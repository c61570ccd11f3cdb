package im.hearth.push.queue;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** When something that failed is tried again: later each time, and not all at once. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final DoubleSupplier random;

    /**
     * A backoff.
     *
     * @param random from 0 to 1
     */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How long to wait.
     *
     * @param attempts how often it was tried, this time included
     * @param atLeast what the provider asked for; null for nothing
     */
    Duration after(int attempts, @Nullable Duration atLeast) {
        Duration full = FIRST.multipliedBy(1L << Math.min(12, Math.max(0, attempts - 1)));
        Duration most = full.compareTo(LONGEST) > 0 ? LONGEST : full;
        long half = most.toMillis() / 2;
        long jittered = half + (long) (half * random.getAsDouble());
        // All of a provider's wait for the same time: they are not to come back in the same moment.
        return atLeast == null || atLeast.toMillis() <= jittered
                ? Duration.ofMillis(jittered)
                : atLeast.plusMillis((long) (FIRST.toMillis() * random.getAsDouble()));
    }
}
