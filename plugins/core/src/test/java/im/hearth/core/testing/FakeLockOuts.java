package im.hearth.core.testing;

import im.hearth.core.openfire.LockOuts;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The server's lock-outs, in memory. */
public final class FakeLockOuts extends LockOuts {
    private final Map<String, LockOut> locked = new ConcurrentHashMap<>();
    private final Clock clock;

    public FakeLockOuts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<LockOut> of(String username) {
        return Optional.ofNullable(locked.get(username)).filter(this::holds);
    }

    private boolean holds(LockOut lockOut) {
        Instant until = lockOut.until();
        return until == null || until.isAfter(clock.instant());
    }

    @Override
    public void lock(String username, @Nullable Instant until) {
        locked.put(username, new LockOut(until));
    }

    @Override
    public void unlock(String username) {
        locked.remove(username);
    }
}
