package im.hearth.push.notifications;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table hearth_push_stream: who has a stream open on which node, as far as that node lives. Times are epoch milliseconds. */
public final class OpenStreamStore {
    int put(Handle handle, String username, String node, long until) {
        delete(handle, username, node);
        return handle.createUpdate("""
                        INSERT INTO hearth_push_stream (username, node, known_until) VALUES (:username, :node, :until)
                        """)
                .bind("username", username)
                .bind("node", node)
                .bind("until", until)
                .execute();
    }

    int delete(Handle handle, String username, String node) {
        return handle.createUpdate("DELETE FROM hearth_push_stream WHERE username = :username AND node = :node")
                .bind("username", username)
                .bind("node", node)
                .execute();
    }

    /** A node lives on. */
    int renew(Handle handle, String node, long until) {
        return handle.createUpdate("UPDATE hearth_push_stream SET known_until = :until WHERE node = :node")
                .bind("node", node)
                .bind("until", until)
                .execute();
    }

    int deleteOf(Handle handle, String node) {
        return handle.createUpdate("DELETE FROM hearth_push_stream WHERE node = :node")
                .bind("node", node)
                .execute();
    }

    int deleteBefore(Handle handle, long time) {
        return handle.createUpdate("DELETE FROM hearth_push_stream WHERE known_until <= :time")
                .bind("time", time)
                .execute();
    }

    /** Those of the people who have one at that time. */
    List<String> among(Handle handle, Collection<String> usernames, long time) {
        return handle.createQuery("""
                        SELECT DISTINCT username FROM hearth_push_stream
                        WHERE username IN (<usernames>) AND known_until > :time
                        """)
                .bindList("usernames", List.copyOf(usernames))
                .bind("time", time)
                .mapTo(String.class)
                .list();
    }
}
