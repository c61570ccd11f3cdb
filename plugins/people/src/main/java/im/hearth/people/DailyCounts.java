package im.hearth.people;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The table hearth_people_count: how much of a thing somebody has done today, by UTC. It holds for all nodes. */
public final class DailyCounts {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Database database;
    private final Clock clock;

    public DailyCounts(Database database, Clock clock) {
        this.database = database;
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
        boolean taken;
        try {
            taken = database.write(
                    transaction -> take(transaction.handle(), new Count(username, what, amount, most, day)));
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Somebody else was first to count for this person.
            taken = database.write(
                    transaction -> take(transaction.handle(), new Count(username, what, amount, most, day)));
        }
        if (!taken) {
            throw Problem.tooOften(Duration.between(now, Instant.ofEpochMilli((day + 1) * DAY)), refusal);
        }
    }

    /** Forgets what somebody has done. */
    public int forget(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_people_count WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    private record Count(String username, String what, int amount, int most, long day) {}

    private static boolean take(Handle handle, Count count) {
        if (count.amount() > count.most()) {
            return false;
        }
        int added = handle.createUpdate("""
                        UPDATE hearth_people_count
                        SET used = CASE WHEN counted_on = :day THEN used ELSE 0 END + :amount, counted_on = :day
                        WHERE username = :username AND what = :what
                          AND CASE WHEN counted_on = :day THEN used ELSE 0 END <= :room
                        """)
                .bind("day", count.day())
                .bind("amount", count.amount())
                .bind("username", count.username())
                .bind("what", count.what())
                .bind("room", count.most() - count.amount())
                .execute();
        if (added == 1) {
            return true;
        }
        boolean known = handle.createQuery(
                        "SELECT 1 FROM hearth_people_count WHERE username = :username AND what = :what")
                .bind("username", count.username())
                .bind("what", count.what())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (known) {
            return false;
        }
        handle.createUpdate("""
                        INSERT INTO hearth_people_count (username, what, counted_on, used)
                        VALUES (:username, :what, :day, :amount)
                        """)
                .bind("username", count.username())
                .bind("what", count.what())
                .bind("day", count.day())
                .bind("amount", count.amount())
                .execute();
        return true;
    }
}
