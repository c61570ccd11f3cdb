package im.hearth.core.jobs;

import org.jdbi.v3.core.Handle;

/** The table hearth_job: one row a job, with when it is due and until when a node has it. */
public final class JobStore {
    /** Takes the job if it is due and free; times in epoch milliseconds. */
    boolean take(Handle handle, String name, long now, long leaseUntil) {
        int taken = handle.createUpdate("""
                        UPDATE hearth_job SET leased_until = :lease
                        WHERE name = :name AND due_at <= :now AND leased_until <= :now
                        """)
                .bind("name", name)
                .bind("now", now)
                .bind("lease", leaseUntil)
                .execute();
        if (taken == 1) {
            return true;
        }
        boolean known = handle.createQuery("SELECT 1 FROM hearth_job WHERE name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (known) {
            return false;
        }
        // Two nodes may come here at once: one of them gets the row, the other a duplicate key.
        handle.createUpdate("INSERT INTO hearth_job (name, due_at, leased_until) VALUES (:name, 0, :lease)")
                .bind("name", name)
                .bind("lease", leaseUntil)
                .execute();
        return true;
    }

    /** Gives the job back, due at that time; answers the rows changed. */
    int done(Handle handle, String name, long dueAt) {
        return handle.createUpdate("UPDATE hearth_job SET due_at = :due, leased_until = 0 WHERE name = :name")
                .bind("name", name)
                .bind("due", dueAt)
                .execute();
    }
}
