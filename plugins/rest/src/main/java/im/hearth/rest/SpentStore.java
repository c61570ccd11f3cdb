package im.hearth.rest;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table hearth_rest_spent: what each node gave of the buckets of those who ask often. It names nobody: a bucket is a
 * digest. Times are epoch milliseconds.
 */
final class SpentStore {
    /**
     * What a node gave of a bucket.
     *
     * @param micros in all, since the node has kept account of it; in microseconds of the time in which it fills up again
     */
    record Spent(String node, String bucket, long micros) {}

    /** Puts what a node gave in the place of what it had given before, by bucket. */
    int put(Handle handle, String node, Map<String, Long> spent, long now) {
        PreparedBatch old =
                handle.prepareBatch("DELETE FROM hearth_rest_spent WHERE node = :node AND bucket = :bucket");
        PreparedBatch fresh = handle.prepareBatch(
                "INSERT INTO hearth_rest_spent (node, bucket, spent, spent_at) VALUES (:node, :bucket, :spent, :at)");
        spent.forEach((bucket, micros) -> {
            old.bind("node", node).bind("bucket", bucket).add();
            fresh.bind("node", node)
                    .bind("bucket", bucket)
                    .bind("spent", micros)
                    .bind("at", now)
                    .add();
        });
        old.execute();
        return fresh.execute().length;
    }

    /** What other nodes have given since then. */
    List<Spent> others(Handle handle, String node, long since) {
        return handle.createQuery(
                        "SELECT node, bucket, spent FROM hearth_rest_spent WHERE spent_at >= :since AND node <> :node")
                .bind("since", since)
                .bind("node", node)
                .map((row, context) -> new Spent(row.getString("node"), row.getString("bucket"), row.getLong("spent")))
                .list();
    }

    /** Forgets what any node gave before. */
    int forget(Handle handle, long before) {
        return handle.createUpdate("DELETE FROM hearth_rest_spent WHERE spent_at < :before")
                .bind("before", before)
                .execute();
    }
}
