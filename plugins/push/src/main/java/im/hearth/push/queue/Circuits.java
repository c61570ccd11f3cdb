package im.hearth.push.queue;

import im.hearth.push.devices.Platform;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
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
    private final Map<String, State> states = new HashMap<>();

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
     * Asks to send something. Whoever may must tell how it went, or leave.
     *
     * @return empty for yes; otherwise the time to ask again at, in epoch milliseconds
     */
    synchronized OptionalLong enter(Platform platform, String provider) {
        State state = states.get(key(platform, provider));
        if (state == null || state.openUntil() == 0) {
            return OptionalLong.empty();
        }
        long now = clock.millis();
        if (state.openUntil() > now) {
            return OptionalLong.of(state.openUntil());
        }
        if (state.probing()) {
            return OptionalLong.of(now + FIRST.toMillis());
        }
        states.put(key(platform, provider), new State(state.failures(), state.openUntil(), true));
        return OptionalLong.empty();
    }

    /** Nothing was sent after all. */
    synchronized void leave(Platform platform, String provider) {
        states.computeIfPresent(
                key(platform, provider), (key, state) -> new State(state.failures(), state.openUntil(), false));
    }

    /** It took what was sent, or said clearly that it does not. */
    synchronized void succeeded(Platform platform, String provider) {
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
    synchronized OptionalLong failed(Platform platform, String provider, String reason, @Nullable Duration after) {
        State state = states.get(key(platform, provider));
        int failures = state == null ? 1 : state.failures() + 1;
        boolean opens = after != null || failures >= FAILURES;
        if (opens && (state == null || state.openUntil() == 0)) {
            log.warn(
                    "Pushes by {} ({}) do not go out: {}. They wait, and are tried again",
                    platform.label(),
                    provider,
                    reason);
        }
        long openUntil = opens ? clock.millis() + rest(failures, after).toMillis() : 0;
        states.put(key(platform, provider), new State(failures, openUntil, false));
        return opens ? OptionalLong.of(openUntil) : OptionalLong.empty();
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
