package im.hearth.people.activities;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table hearth_activity. */
public final class ActivityStore {
    int insert(Handle handle, Activity activity) {
        return handle.createUpdate("""
                        INSERT INTO hearth_activity (id, username, happened_at, kind, address, device, session_id)
                        VALUES (:id, :username, :at, :kind, :address, :device, :session)
                        """)
                .bind("id", activity.id())
                .bind("username", activity.username())
                .bind("at", activity.at().toEpochMilli())
                .bind("kind", activity.kind().name())
                .bind("address", activity.address())
                .bind("device", activity.device())
                .bind("session", activity.sessionId())
                .execute();
    }

    /** What has happened to somebody, the latest first, before a position. */
    List<Activity> list(Handle handle, String username, long beforeAt, String beforeId, int limit) {
        return handle.createQuery("""
                        SELECT id, username, happened_at, kind, address, device, session_id FROM hearth_activity
                        WHERE username = :username AND (happened_at < :beforeAt OR (happened_at = :beforeAt AND id < :beforeId))
                        ORDER BY happened_at DESC, id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("username", username)
                .bind("beforeAt", beforeAt)
                .bind("beforeId", beforeId)
                .bind("limit", limit)
                .map(ActivityStore::activity)
                .list();
    }

    /** The login that began a session. */
    Optional<Activity> login(Handle handle, String username, String sessionId) {
        return handle.createQuery("""
                        SELECT id, username, happened_at, kind, address, device, session_id FROM hearth_activity
                        WHERE username = :username AND session_id = :session AND kind IN ('LOGIN', 'NEW_DEVICE')
                        ORDER BY happened_at FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("username", username)
                .bind("session", sessionId)
                .map(ActivityStore::activity)
                .findOne();
    }

    /** Whether an app has logged in at all. */
    boolean hasLogin(Handle handle, String username) {
        return handle.createQuery("""
                        SELECT 1 FROM hearth_activity
                        WHERE username = :username AND kind IN ('LOGIN', 'NEW_DEVICE') FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("username", username)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Whether an app on such a device has logged in. */
    boolean hasLogin(Handle handle, String username, String device) {
        return handle.createQuery("""
                        SELECT 1 FROM hearth_activity
                        WHERE username = :username AND device = :device AND kind IN ('LOGIN', 'NEW_DEVICE')
                        FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("username", username)
                .bind("device", device)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Whether an XMPP client has logged in from an address since a time. */
    boolean hasXmppLogin(Handle handle, String username, String address, long since) {
        return handle.createQuery("""
                        SELECT 1 FROM hearth_activity
                        WHERE username = :username AND happened_at > :since AND kind = 'XMPP_LOGIN' AND address = :address
                        FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("username", username)
                .bind("since", since)
                .bind("address", address)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    int deleteBefore(Handle handle, long time) {
        return handle.createUpdate("DELETE FROM hearth_activity WHERE happened_at < :time")
                .bind("time", time)
                .execute();
    }

    int deleteOf(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_activity WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    private static Activity activity(ResultSet row, StatementContext context) throws SQLException {
        return new Activity(
                row.getString("id"),
                row.getString("username"),
                Instant.ofEpochMilli(row.getLong("happened_at")),
                ActivityKind.valueOf(row.getString("kind")),
                row.getString("address"),
                row.getString("device"),
                row.getString("session_id"));
    }
}
