package im.hearth.rest;

import im.hearth.core.problem.Problem;
import im.hearth.rest.RestLimit.Rate;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets in the form of the generic cell rate algorithm (ITU-T I.371): for each key one number, the time at which
 * its bucket is full again. A key whose bucket is full needs no entry, so memory is bounded by those who ask at present.
 */
final class RateLimiter {
    private record Key(RestLimit limit, String who) {}

    private final Clock clock;
    private final int mostKeys;
    private final ConcurrentHashMap<Key, Long> fullAtMicros = new ConcurrentHashMap<>();

    /**
     * A limiter.
     *
     * @param mostKeys how many buckets are kept; beyond them, those are dropped that are full, then any
     */
    RateLimiter(Clock clock, int mostKeys) {
        this.clock = clock;
        this.mostKeys = mostKeys;
    }

    /**
     * Takes one token.
     *
     * @throws Problem of kind TOO_OFTEN with the time until there is one, if there is none
     */
    void take(RestLimit limit, String who, Rate rate) {
        if (rate.burst() == 0) {
            return;
        }
        long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        long cost = TimeUnit.SECONDS.toMicros(1) / rate.perSecond();
        long capacity = cost * rate.burst();
        long[] wait = {0};
        fullAtMicros.compute(new Key(limit, who), (key, fullAt) -> {
            long next = Math.max(now, fullAt == null ? now : fullAt) + cost;
            wait[0] = next - now - capacity;
            return wait[0] > 0 ? fullAt : Long.valueOf(next);
        });
        if (wait[0] > 0) {
            Duration after = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(wait[0]));
            throw Problem.tooOften(after, "That is too many requests. Wait for as long as Retry-After says.");
        }
        if (fullAtMicros.size() > mostKeys) {
            shrink(now);
        }
    }

    private synchronized void shrink(long now) {
        if (fullAtMicros.size() <= mostKeys) {
            return;
        }
        fullAtMicros.values().removeIf(fullAt -> fullAt <= now);
        // A tenth more than needed, so that a flood of new keys does not come here for each of them.
        int keep = mostKeys - mostKeys / 10;
        Iterator<Key> keys = fullAtMicros.keySet().iterator();
        for (int surplus = fullAtMicros.size() - keep; surplus > 0 && keys.hasNext(); surplus--) {
            keys.next();
            keys.remove();
        }
    }

    int size() {
        return fullAtMicros.size();
    }
}
