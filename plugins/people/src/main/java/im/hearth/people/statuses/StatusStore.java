package im.hearth.people.statuses;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table hearth_user_status, and from the server's ofPresence when XMPP clients were last there. */
public final class StatusStore {
    Optional<Kept> find(Handle handle, String username) {
        return handle.createQuery(
                        "SELECT show_as, status_text, last_online FROM hearth_user_status WHERE username = :username")
                .bind("username", username)
                .map(StatusStore::kept)
                .findOne();
    }

    Map<String, Kept> find(Handle handle, Collection<String> people) {
        Map<String, Kept> found = new HashMap<>();
        handle.createQuery("""
                        SELECT username, show_as, status_text, last_online FROM hearth_user_status
                        WHERE username IN (<people>)
                        """)
                .bindList("people", List.copyOf(people))
                .map((row, context) -> Map.entry(row.getString("username"), kept(row, context)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /**
     * When the last XMPP session of each of the people ended, of those who have none now. The server keeps it as milliseconds
     * in 15 digits, and deletes it when the person comes again.
     */
    Map<String, Instant> left(Handle handle, Collection<String> people) {
        Map<String, Instant> left = new HashMap<>();
        handle.createQuery("SELECT username, offlineDate FROM ofPresence WHERE username IN (<people>)")
                .bindList("people", List.copyOf(people))
                .map((row, context) -> Map.entry(
                        row.getString("username"),
                        Instant.ofEpochMilli(
                                Long.parseLong(row.getString("offlineDate").strip()))))
                .forEach(entry -> left.put(entry.getKey(), entry.getValue()));
        return left;
    }

    /** Locks the person's row until the transaction ends; 0 where there is none. */
    int lock(Handle handle, String username) {
        return handle.createUpdate("UPDATE hearth_user_status SET show_as = show_as WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    int insert(Handle handle, String username) {
        return handle.createUpdate("INSERT INTO hearth_user_status (username) VALUES (:username)")
                .bind("username", username)
                .execute();
    }

    int update(Handle handle, String username, Kept kept) {
        Instant lastOnline = kept.lastOnline();
        return handle.createUpdate("""
                        UPDATE hearth_user_status
                        SET show_as = :show, status_text = :text, last_online = :lastOnline
                        WHERE username = :username
                        """)
                .bind("username", username)
                .bind("show", kept.show())
                .bind("text", kept.text())
                .bind("lastOnline", lastOnline == null ? null : Long.valueOf(lastOnline.toEpochMilli()))
                .execute();
    }

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_user_status WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    private static Kept kept(ResultSet row, StatementContext context) throws SQLException {
        Long lastOnline = row.getObject("last_online", Long.class);
        return new Kept(
                row.getString("show_as"),
                row.getString("status_text"),
                lastOnline == null ? null : Instant.ofEpochMilli(lastOnline));
    }
}
