package im.hearth.push.queue;

import im.hearth.push.devices.Platform;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit for each provider. After some failures in a row it is open: nothing is tried there for a time, then one push,
 * and if that fails, nothing for a longer time. Each outage is told once in the log.
 */
public final class Circuits {
    private static final Logger log = LoggerFactory.getLogger(Circuits.class);

    private static final int FAILURES = 3;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    public Circuits(Clock clock) {
        this.clock = clock;
    }

    /**
     * Of a provider with trouble; one without has none.
     *
     * @param failures in a row
     * @param openUntil epoch milliseconds; 0 for a closed one
     * @param probing whether somebody tries whether it is back
     */
    private record State(int failures, long openUntil, boolean probing) {}

    /**
     * Asks to send something. Whoever may must tell how it went.
     *
     * @return empty for yes; otherwise the time to ask again at, in epoch milliseconds
     */
    Optional<Long> enter(Platform platform, String provider) {
        long now = clock.millis();
        Optional<Long>[] answer = answers();
        states.computeIfPresent(key(platform, provider), (key, state) -> {
            if (state.openUntil() == 0) {
                return state;
            }
            if (state.openUntil() > now) {
                answer[0] = Optional.of(state.openUntil());
                return state;
            }
            if (state.probing()) {
                answer[0] = Optional.of(now + FIRST.toMillis());
                return state;
            }
            return new State(state.failures(), state.openUntil(), true);
        });
        return answer[0];
    }

    @SuppressWarnings("unchecked")
    private static Optional<Long>[] answers() {
        return new Optional[] {Optional.empty()};
    }

    /** It took what was sent, or said clearly that it does not. */
    void succeeded(Platform platform, String provider) {
        State state = states.remove(key(platform, provider));
        if (state != null && state.openUntil() > 0) {
            log.info("Pushes by {} ({}) go out again", platform.label(), provider);
        }
    }

    /**
     * It did not answer, or wants to be left alone.
     *
     * @param after for how long it says it does; null if it does not say
     * @return the time before which nothing is to be tried there, in epoch milliseconds; empty while the circuit stays closed
     */
    Optional<Long> failed(Platform platform, String provider, String reason, @Nullable Duration after) {
        long now = clock.millis();
        State changed = states.compute(key(platform, provider), (key, state) -> {
            int failures = state == null ? 1 : state.failures() + 1;
            boolean opens = after != null || failures >= FAILURES;
            if (opens && (state == null || state.openUntil() == 0)) {
                log.warn(
                        "Pushes by {} ({}) do not go out: {}. They wait, and are tried again",
                        platform.label(),
                        provider,
                        reason);
            }
            return new State(failures, opens ? now + rest(failures, after).toMillis() : 0, false);
        });
        return changed.openUntil() == 0 ? Optional.empty() : Optional.of(changed.openUntil());
    }

    private static Duration rest(int failures, @Nullable Duration after) {
        Duration own = FIRST.multipliedBy(1L << Math.min(10, Math.max(0, failures - FAILURES)));
        Duration most = own.compareTo(LONGEST) > 0 ? LONGEST : own;
        return after != null && after.compareTo(most) > 0 ? after : most;
    }

    private static String key(Platform platform, String provider) {
        return platform + " " + provider;
    }
}
