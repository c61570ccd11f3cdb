package im.hearth.rest;

import im.hearth.core.problem.Problem;
import im.hearth.rest.RestLimit.Rate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets in the form of the generic cell rate algorithm (ITU-T I.371): for each key one number, the time at which
 * its bucket is full again. A key whose bucket is full needs no entry, so memory is bounded by those who ask at present.
 */
final class RateLimiter {
    private final Clock clock;
    private final int mostKeys;
    private final ConcurrentHashMap<String, Long> fullAtMicros = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> given = new ConcurrentHashMap<>();
    private volatile boolean keepsAccount;

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
        boolean counts = keepsAccount;
        String bucket = counts ? digest(limit, who) : limit.name() + ' ' + who;
        fullAtMicros.compute(bucket, (key, fullAt) -> {
            long next = Math.max(now, fullAt == null ? now : fullAt) + cost;
            wait[0] = next - now - capacity;
            return wait[0] > 0 ? fullAt : Long.valueOf(next);
        });
        if (wait[0] > 0) {
            Duration after = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(wait[0]));
            throw Problem.tooOften(after, "That is too many requests. Wait for as long as Retry-After says.");
        }
        if (counts) {
            given.merge(bucket, cost, Long::sum);
        }
        if (fullAtMicros.size() > mostKeys) {
            shrink(now);
        }
    }

    /** Whether account is kept of what is given, for other nodes. */
    void account(boolean keeps) {
        keepsAccount = keeps;
        if (!keeps) {
            given.clear();
        }
    }

    /**
     * What was given since the last call, by bucket, which is a digest of whose it is.
     *
     * @return in microseconds of the time in which it fills up again
     */
    Map<String, Long> takeAccount() {
        Map<String, Long> taken = new HashMap<>();
        for (String bucket : given.keySet()) {
            Long micros = given.remove(bucket);
            if (micros != null) {
                taken.put(bucket, micros);
            }
        }
        return taken;
    }

    /** Takes from a bucket what another node has given of it. */
    void drain(String bucket, long micros) {
        if (micros > 0) {
            long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
            fullAtMicros.compute(bucket, (key, fullAt) -> Math.max(now, fullAt == null ? now : fullAt) + micros);
        }
    }

    private static String digest(RestLimit limit, String who) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((limit.name() + ' ' + who).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }

    private synchronized void shrink(long now) {
        if (fullAtMicros.size() <= mostKeys) {
            return;
        }
        fullAtMicros.values().removeIf(fullAt -> fullAt <= now);
        // A tenth more than needed, so that a flood of new keys does not come here for each of them.
        int keep = mostKeys - mostKeys / 10;
        Iterator<String> keys = fullAtMicros.keySet().iterator();
        for (int surplus = fullAtMicros.size() - keep; surplus > 0 && keys.hasNext(); surplus--) {
            keys.next();
            keys.remove();
        }
    }

    int size() {
        return fullAtMicros.size();
    }
}
