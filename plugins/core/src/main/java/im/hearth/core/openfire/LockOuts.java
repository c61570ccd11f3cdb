package im.hearth.core.openfire;

import im.hearth.core.problem.Problem;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jivesoftware.openfire.lockout.LockOutFlag;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that the server locks out: it logs nobody in to them, by whatever SASL mechanism, and says
 * {@code account-disabled} (RFC 6120, section 6.5.1). Its operators lock out in the admin console, and see ours there.
 */
public class LockOuts {
    /**
     * A lock-out that holds now.
     *
     * @param until when it ends by itself; null for never
     */
    public record LockOut(@Nullable Instant until) {}

    /** Whether an account is locked out now. */
    public Optional<LockOut> of(String username) {
        LockOutManager manager = LockOutManager.getInstance();
        LockOutFlag flag = manager.getDisabledStatus(username);
        if (flag == null || !manager.isAccountDisabled(username)) {
            return Optional.empty();
        }
        Date end = flag.getEndTime();
        return Optional.of(new LockOut(end == null ? null : end.toInstant()));
    }

    /**
     * Locks an account out from now on, instead of until whenever it was before.
     *
     * @param until null for good
     * @throws Problem UNAVAILABLE if this server's lock-outs come from elsewhere and cannot be changed
     */
    public void lock(String username, @Nullable Instant until) {
        change(manager -> manager.disableAccount(username, null, until == null ? null : Date.from(until)));
    }

    /** Lets an account in again; throws as {@link #lock}. */
    public void unlock(String username) {
        change(manager -> manager.enableAccount(username));
    }

    private interface Change {
        void of(LockOutManager manager);
    }

    private static void change(Change change) {
        try {
            change.of(LockOutManager.getInstance());
        } catch (UnsupportedOperationException e) {
            throw Problem.unavailable("read-only-lock-outs", "This server cannot lock accounts out.", e);
        }
    }
}
