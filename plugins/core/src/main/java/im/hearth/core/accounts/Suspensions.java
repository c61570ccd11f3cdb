package im.hearth.core.accounts;

import im.hearth.core.openfire.LockOuts;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who is kept out. Of accounts the server's own lock-outs are the truth, so that both doors, and the operator's console,
 * go by the same; numbers that may not register are known to the plugin that moderators use.
 */
public final class Suspensions {
    /** The last part of the type of the problem that who is kept out meets. */
    public static final String SLUG = "suspended";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /** Knows the numbers. */
    @FunctionalInterface
    public interface Numbers {
        /** Whether whoever has that number (E.164) is kept out now. */
        Optional<Suspension> find(Handle handle, String phoneNumber);
    }

    private static final Numbers NONE = (handle, phoneNumber) -> Optional.empty();

    private final LockOuts lockOuts;
    private final Clock clock;
    private volatile Numbers numbers = NONE;

    public Suspensions(LockOuts lockOuts, Clock clock) {
        this.lockOuts = lockOuts;
        this.clock = clock;
    }

    /** Brings what knows the numbers. */
    public Registration numbersKnownBy(Numbers known) {
        numbers = known;
        return () -> numbers = NONE;
    }

    /** Whether an account is kept out now. */
    public Optional<Suspension> of(String username) {
        return lockOuts.of(username).map(lockOut -> new Suspension(lockOut.until()));
    }

    /**
     * Lets nobody in who is kept out.
     *
     * @throws Problem FORBIDDEN, {@code suspended}, with the time until it may be tried again, if there is one
     */
    public void require(String username) {
        of(username).ifPresent(suspension -> {
            throw refused(suspension);
        });
    }

    /** As {@link #require}, by a phone number (E.164), whatever account it had or is to have. */
    public void requireNumber(Handle handle, String phoneNumber) {
        numbers.find(handle, phoneNumber).ifPresent(suspension -> {
            throw refused(suspension);
        });
    }

    /**
     * Keeps an account out from now on, for good or until a time; who asks for it publishes {@link AccountSuspended}
     * after that, so that nothing is opened between the two.
     *
     * @param until null for good
     */
    public void begin(String username, @Nullable Instant until) {
        lockOuts.lock(username, until);
    }

    /** Lets an account in again. */
    public void end(String username) {
        lockOuts.unlock(username);
    }

    private Problem refused(Suspension suspension) {
        Instant until = suspension.until();
        if (until == null) {
            return Problem.of(
                    Kind.FORBIDDEN, SLUG, "This account is suspended for good. Write to whoever runs this server.");
        }
        Problem problem = Problem.of(
                Kind.FORBIDDEN,
                SLUG,
                "This account is suspended until "
                        + TIME.format(until.plusMillis(999).truncatedTo(ChronoUnit.SECONDS)) + ".");
        return problem.withRetryAfter(Duration.between(clock.instant(), until));
    }
}
