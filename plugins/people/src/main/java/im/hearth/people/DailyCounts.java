package im.hearth.people;

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
    private final Clock clock;

    public DailyCounts(Database database, DailyCountStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Counts.
     *
     * @param what the thing's name in the table
     * @param most how much there may be a day
     * @param refusal what to say if it is more
     * @throws Problem TOO_OFTEN, with the time until the day is over; nothing is counted then
     */
    public void take(String username, String what, int amount, int most, String refusal) {
        Instant now = clock.instant();
        long day = now.toEpochMilli() / DAY;
        var count = new DailyCountStore.Count(username, what, amount, most, day);
        boolean taken;
        try {
            taken = database.write(transaction -> store.take(transaction.handle(), count));
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Somebody else was first to count for this person.
            taken = database.write(transaction -> store.take(transaction.handle(), count));
        }
        if (!taken) {
            throw Problem.tooOften(Duration.between(now, Instant.ofEpochMilli((day + 1) * DAY)), refusal);
        }
    }

    /** Forgets what somebody has done. */
    public void forget(Transaction transaction, String username) {
        store.delete(transaction.handle(), username);
    }
}
