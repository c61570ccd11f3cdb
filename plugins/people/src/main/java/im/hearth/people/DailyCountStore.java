package im.hearth.people;

import org.jdbi.v3.core.Handle;

/** The table hearth_people_count: what somebody has done on the last day that they did it. */
public final class DailyCountStore {
    /** An amount of a thing on a day, of which there may be so much. */
    record Count(String username, String what, int amount, int most, long day) {}

    /** Counts; says no where it would be too much. */
    boolean take(Handle handle, Count count) {
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

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_people_count WHERE username = :username")
                .bind("username", username)
                .execute();
    }
}
