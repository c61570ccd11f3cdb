package im.hearth.phoneauth.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables hearth_session and hearth_refresh_token: the spent tokens of a session stay, so that reuse shows. */
public final class SessionStore {
    private static final String COLUMNS = "id, username, device, address, created_at, last_used_at, expires_at";

    /** A refresh token as it is kept. */
    record Refresh(String sessionId, boolean spent, long expiresAt) {}

    int insert(Handle handle, Session session) {
        return handle.createUpdate("""
                        INSERT INTO hearth_session
                            (id, username, device, address, created_at, last_used_at, expires_at)
                        VALUES (:id, :username, :device, :address, :created, :used, :expires)
                        """)
                .bind("id", session.id())
                .bind("username", session.username())
                .bind("device", session.device())
                .bind("address", session.address())
                .bind("created", session.createdAt().toEpochMilli())
                .bind("used", session.lastUsedAt().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .execute();
    }

    Optional<Session> find(Handle handle, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_session WHERE id = :id")
                .bind("id", id)
                .map(SessionStore::session)
                .findOne();
    }

    /** A person's sessions from the newest on, after one (created at, id). */
    List<Session> list(Handle handle, String username, long beforeAt, String beforeId, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_session
                        WHERE username = :username
                          AND (created_at < :beforeAt OR (created_at = :beforeAt AND id < :beforeId))
                        ORDER BY created_at DESC, id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("username", username)
                .bind("beforeAt", beforeAt)
                .bind("beforeId", beforeId)
                .bind("limit", limit)
                .map(SessionStore::session)
                .list();
    }

    List<String> ids(Handle handle, String username) {
        return handle.createQuery("SELECT id FROM hearth_session WHERE username = :username")
                .bind("username", username)
                .mapTo(String.class)
                .list();
    }

    int touch(Handle handle, String id, long usedAt) {
        return handle.createUpdate("UPDATE hearth_session SET last_used_at = :used WHERE id = :id")
                .bind("id", id)
                .bind("used", usedAt)
                .execute();
    }

    int renew(Handle handle, String id, String address, long usedAt, long expiresAt) {
        return handle.createUpdate("""
                        UPDATE hearth_session SET address = :address, last_used_at = :used, expires_at = :expires
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("address", address)
                .bind("used", usedAt)
                .bind("expires", expiresAt)
                .execute();
    }

    /** Deletes the session; its refresh tokens go with it. */
    int delete(Handle handle, String id) {
        return handle.createUpdate("DELETE FROM hearth_session WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    int insertRefresh(Handle handle, String hash, String sessionId, long expiresAt) {
        return handle.createUpdate("""
                        INSERT INTO hearth_refresh_token (hash, session_id, expires_at)
                        VALUES (:hash, :session, :expires)
                        """)
                .bind("hash", hash)
                .bind("session", sessionId)
                .bind("expires", expiresAt)
                .execute();
    }

    Optional<Refresh> findRefresh(Handle handle, String hash) {
        return handle.createQuery(
                        "SELECT session_id, spent_at, expires_at FROM hearth_refresh_token WHERE hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> new Refresh(
                        row.getString("session_id"), row.getObject("spent_at") != null, row.getLong("expires_at")))
                .findOne();
    }

    /** Spends a refresh token; answers the rows changed: none if somebody was faster. */
    int spend(Handle handle, String hash, long now) {
        return handle.createUpdate(
                        "UPDATE hearth_refresh_token SET spent_at = :now WHERE hash = :hash AND spent_at IS NULL")
                .bind("hash", hash)
                .bind("now", now)
                .execute();
    }

    int purgeSessions(Handle handle, long now) {
        return handle.createUpdate("DELETE FROM hearth_session WHERE expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    int purgeRefreshes(Handle handle, long now) {
        return handle.createUpdate("DELETE FROM hearth_refresh_token WHERE expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    private static Session session(ResultSet row, StatementContext context) throws SQLException {
        return new Session(
                row.getString("id"),
                row.getString("username"),
                row.getString("device"),
                row.getString("address"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("last_used_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
