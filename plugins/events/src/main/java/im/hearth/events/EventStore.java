package im.hearth.events;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table hearth_event: facts that are in no other table, one row for each username or topic that one is for. */
final class EventStore {
    /** A row; its data is JSON. */
    record Row(long id, String audience, String type, String data) {}

    void insert(Handle handle, List<Row> rows) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO hearth_event (id, audience, type, data) VALUES (:id, :audience, :type, :data)");
        for (Row row : rows) {
            batch.bind("id", row.id())
                    .bind("audience", row.audience())
                    .bind("type", row.type())
                    .bind("data", row.data())
                    .add();
        }
        batch.execute();
    }

    /** The rows for any of these between two ids, the oldest first; the first id is left out. */
    List<Row> read(Handle handle, Collection<String> audience, long after, long upTo, int limit) {
        return handle.createQuery("""
                        SELECT id, audience, type, data FROM hearth_event
                        WHERE audience IN (<audience>) AND id > :after AND id <= :upTo
                        ORDER BY id FETCH FIRST :limit ROWS ONLY
                        """)
                .bindList("audience", List.copyOf(audience))
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map((row, context) -> new Row(
                        row.getLong("id"), row.getString("audience"), row.getString("type"), row.getString("data")))
                .list();
    }

    /** Whom rows between two ids are for, the first left out, and the last of each. */
    Map<String, Long> touched(Handle handle, long after, long upTo) {
        Map<String, Long> touched = new HashMap<>();
        handle.createQuery("""
                        SELECT audience, MAX(id) AS last_id FROM hearth_event
                        WHERE id > :after AND id <= :upTo GROUP BY audience
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .map((row, context) -> Map.entry(row.getString("audience"), row.getLong("last_id")))
                .forEach(entry -> touched.put(entry.getKey(), entry.getValue()));
        return touched;
    }

    int purge(Handle handle, long before) {
        return handle.createUpdate("DELETE FROM hearth_event WHERE id < :before")
                .bind("before", before)
                .execute();
    }

    int forget(Handle handle, String audience) {
        return handle.createUpdate("DELETE FROM hearth_event WHERE audience = :audience")
                .bind("audience", audience)
                .execute();
    }
}
