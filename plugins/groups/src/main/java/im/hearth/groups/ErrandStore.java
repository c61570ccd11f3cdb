package im.hearth.groups;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table hearth_group_errand: what is still to be done, one row for each room and person. */
public final class ErrandStore {
    /** Notes errands; a later one to the same place takes the earlier one's. */
    void put(Handle handle, Collection<Errand> errands, long now) {
        if (errands.isEmpty()) {
            return;
        }
        PreparedBatch old = handle.prepareBatch("DELETE FROM hearth_group_errand WHERE room = :room AND jid = :jid");
        PreparedBatch fresh = handle.prepareBatch("""
                INSERT INTO hearth_group_errand (room, jid, inviter, created_at) VALUES (:room, :jid, :inviter, :at)
                """);
        for (Errand errand : errands) {
            old.bind("room", errand.room()).bind("jid", errand.jid()).add();
            fresh.bind("room", errand.room())
                    .bind("jid", errand.jid())
                    .bind("inviter", errand.inviter())
                    .bind("at", now)
                    .add();
        }
        old.execute();
        fresh.execute();
    }

    /** Some errands of a room. */
    List<Errand> of(Handle handle, String room, int limit) {
        return handle.createQuery("""
                        SELECT room, jid, inviter FROM hearth_group_errand WHERE room = :room
                        ORDER BY jid FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("room", room)
                .bind("limit", limit)
                .map((row, context) ->
                        new Errand(row.getString("room"), row.getString("jid"), row.getString("inviter")))
                .list();
    }

    /** Rooms with errands from before that time, in epoch milliseconds: somebody did not get to do them. */
    List<String> overdue(Handle handle, long before, int limit) {
        return handle.createQuery("""
                        SELECT DISTINCT room FROM (SELECT room FROM hearth_group_errand WHERE created_at < :before
                         ORDER BY created_at FETCH FIRST :limit ROWS ONLY) late
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    int done(Handle handle, Collection<Errand> errands) {
        PreparedBatch batch = handle.prepareBatch("DELETE FROM hearth_group_errand WHERE room = :room AND jid = :jid");
        errands.forEach(errand ->
                batch.bind("room", errand.room()).bind("jid", errand.jid()).add());
        return errands.isEmpty() ? 0 : batch.execute().length;
    }
}
