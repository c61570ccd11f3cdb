package im.hearth.events;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables hearth_event_node, a row for each node that serves streams, and hearth_event_reader: who has one where. */
final class ReaderStore {
    /** How many usernames one query asks for. */
    private static final int AT_ONCE = 500;

    /** Says that a node is there; 0 if nobody knows it. */
    int see(Handle handle, String node, Instant at) {
        return handle.createUpdate("UPDATE hearth_event_node SET seen_at = :at WHERE node = :node")
                .bind("node", node)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    void insert(Handle handle, String node, Instant at) {
        handle.createUpdate("INSERT INTO hearth_event_node (node, seen_at) VALUES (:node, :at)")
                .bind("node", node)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Whether another node was seen since. */
    boolean hasOthers(Handle handle, String node, Instant since) {
        return handle.createQuery("SELECT 1 FROM hearth_event_node WHERE node <> :node AND seen_at > :since"
                        + " FETCH FIRST 1 ROWS ONLY")
                .bind("node", node)
                .bind("since", since.toEpochMilli())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Which of these have a stream on another node that was seen since. */
    Set<String> elsewhere(Handle handle, Set<String> usernames, String node, Instant since) {
        List<String> asked = List.copyOf(usernames);
        Set<String> found = new HashSet<>();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            handle.createQuery("""
                            SELECT DISTINCT r.username FROM hearth_event_reader r JOIN hearth_event_node n ON n.node = r.node
                            WHERE r.username IN (<usernames>) AND r.node <> :node AND n.seen_at > :since
                            """)
                    .bindList("usernames", asked.subList(from, Math.min(asked.size(), from + AT_ONCE)))
                    .bind("node", node)
                    .bind("since", since.toEpochMilli())
                    .mapTo(String.class)
                    .forEach(found::add);
        }
        return found;
    }

    /** Makes these people readers of a node. */
    void add(Handle handle, String node, Collection<String> usernames) {
        remove(handle, node, usernames);
        batch(handle, "INSERT INTO hearth_event_reader (node, username) VALUES (:node, :username)", node, usernames);
    }

    void remove(Handle handle, String node, Collection<String> usernames) {
        batch(handle, "DELETE FROM hearth_event_reader WHERE node = :node AND username = :username", node, usernames);
    }

    /** Makes nobody a reader of a node. */
    void clear(Handle handle, String node) {
        handle.createUpdate("DELETE FROM hearth_event_reader WHERE node = :node")
                .bind("node", node)
                .execute();
    }

    private static void batch(Handle handle, String sql, String node, Collection<String> usernames) {
        if (usernames.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(sql);
        usernames.forEach(
                username -> batch.bind("node", node).bind("username", username).add());
        batch.execute();
    }

    /** Forgets nodes that were last seen before a time, and a node that leaves. */
    void forget(Handle handle, String node, Instant before) {
        handle.createUpdate("""
                        DELETE FROM hearth_event_reader WHERE node IN
                        (SELECT node FROM hearth_event_node WHERE node = :node OR seen_at < :before)
                        """)
                .bind("node", node)
                .bind("before", before.toEpochMilli())
                .execute();
        handle.createUpdate("DELETE FROM hearth_event_node WHERE node = :node OR seen_at < :before")
                .bind("node", node)
                .bind("before", before.toEpochMilli())
                .execute();
    }
}
