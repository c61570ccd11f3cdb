package im.hearth.people;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.JdbiException;

/** How much of a thing somebody has done today, by UTC; on all nodes together. */
public final class DailyCounts {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Database database;
    private final DailyCountStore store;
    private final Accounts accounts;
    private final Clock clock;

    public DailyCounts(Database database, DailyCountStore store, Accounts accounts, Clock clock) {
        this.database = database;
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Counts.
     *
     * @param what the thing's name in the table
     * @param most how much there may be a day
     * @param refusal what to say if it is more
     * @throws Problem TOO_OFTEN, with the time until the day is over; nothing is counted then. NOT_FOUND for who has left
     */
    public void take(String username, String what, int amount, int most, String refusal) {
        Instant now = clock.instant();
        long day = now.toEpochMilli() / DAY;
        var count = new DailyCountStore.Count(username, what, amount, most, day);
        boolean taken;
        try {
            taken = take(count);
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Somebody else was first to count for this person.
            taken = take(count);
        }
        if (!taken) {
            throw Problem.tooOften(Duration.between(now, Instant.ofEpochMilli((day + 1) * DAY)), refusal);
        }
    }

    private boolean take(DailyCountStore.Count count) {
        return database.write(transaction -> {
            accounts.requireHeld(transaction, count.username());
            return store.take(transaction.handle(), count);
        });
    }

    /** Forgets what somebody has done. */
    public void forget(Transaction transaction, String username) {
        store.delete(transaction.handle(), username);
    }
}
