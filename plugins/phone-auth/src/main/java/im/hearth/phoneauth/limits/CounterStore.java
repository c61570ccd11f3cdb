package im.hearth.phoneauth.limits;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table hearth_limit: for each limit and subject, how often within the window that began then. */
public final class CounterStore {
    /** What is counted; {@code taken} of the window that began at {@code since} (epoch milliseconds). */
    record Counter(long since, int taken, int used) {}

    /**
     * Counts one more, if that is within the limit.
     *
     * @param expired a window that began then or before is over
     * @return the rows changed: none if the limit is reached, or if nothing was counted yet
     */
    int take(Handle handle, String name, String subject, int most, long now, long expired) {
        return handle.createUpdate("""
                        UPDATE hearth_limit
                        SET taken = CASE WHEN since <= :expired THEN 1 ELSE taken + 1 END,
                            used = CASE WHEN since <= :expired THEN 0 ELSE used END,
                            since = CASE WHEN since <= :expired THEN :now ELSE since END
                        WHERE name = :name AND subject = :subject AND (since <= :expired OR taken < :most)
                        """)
                .bind("name", name)
                .bind("subject", subject)
                .bind("most", most)
                .bind("now", now)
                .bind("expired", expired)
                .execute();
    }

    int insert(Handle handle, String name, String subject, long now) {
        return handle.createUpdate("""
                        INSERT INTO hearth_limit (name, subject, since, taken, used)
                        VALUES (:name, :subject, :now, 1, 0)
                        """)
                .bind("name", name)
                .bind("subject", subject)
                .bind("now", now)
                .execute();
    }

    Optional<Counter> find(Handle handle, String name, String subject) {
        return handle.createQuery(
                        "SELECT since, taken, used FROM hearth_limit WHERE name = :name AND subject = :subject")
                .bind("name", name)
                .bind("subject", subject)
                .map((row, context) -> new Counter(row.getLong("since"), row.getInt("taken"), row.getInt("used")))
                .findOne();
    }

    int giveBack(Handle handle, String name, String subject) {
        return handle.createUpdate("""
                        UPDATE hearth_limit SET taken = taken - 1
                        WHERE name = :name AND subject = :subject AND taken > 0
                        """)
                .bind("name", name)
                .bind("subject", subject)
                .execute();
    }

    int use(Handle handle, String name, String subject) {
        return handle.createUpdate("UPDATE hearth_limit SET used = used + 1 WHERE name = :name AND subject = :subject")
                .bind("name", name)
                .bind("subject", subject)
                .execute();
    }

    int purge(Handle handle, String name, long expired) {
        return handle.createUpdate("DELETE FROM hearth_limit WHERE name = :name AND since <= :expired")
                .bind("name", name)
                .bind("expired", expired)
                .execute();
    }
}
