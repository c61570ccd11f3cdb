package im.hearth.rest;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of claimed keys. */
final class IdempotencyStore {
    /** A claim; its answer is null until it is known. */
    record Row(
            String fingerprint, long leasedUntil, @Nullable String answer) {}

    void insert(Handle handle, String id, String fingerprint, long now, long leasedUntil) {
        handle.createUpdate("INSERT INTO hearth_idempotency (id, fingerprint, created_at, leased_until)"
                        + " VALUES (:id, :fingerprint, :now, :leasedUntil)")
                .bind("id", id)
                .bind("fingerprint", fingerprint)
                .bind("now", now)
                .bind("leasedUntil", leasedUntil)
                .execute();
    }

    Optional<Row> find(Handle handle, String id) {
        return handle.createQuery("SELECT fingerprint, leased_until, answer FROM hearth_idempotency WHERE id = :id")
                .bind("id", id)
                .map((row, context) ->
                        new Row(row.getString("fingerprint"), row.getLong("leased_until"), row.getString("answer")))
                .findOne();
    }

    void keep(Handle handle, String id, String answer) {
        handle.createUpdate("UPDATE hearth_idempotency SET answer = :answer WHERE id = :id")
                .bind("id", id)
                .bind("answer", answer)
                .execute();
    }

    void forget(Handle handle, String id) {
        handle.createUpdate("DELETE FROM hearth_idempotency WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    void forgetOne(Handle handle, String id, long before) {
        handle.createUpdate("DELETE FROM hearth_idempotency WHERE id = :id AND created_at < :before")
                .bind("id", id)
                .bind("before", before)
                .execute();
    }

    int purge(Handle handle, long before) {
        return handle.createUpdate("DELETE FROM hearth_idempotency WHERE created_at < :before")
                .bind("before", before)
                .execute();
    }
}
