package im.hearth.people.export;

import im.hearth.core.media.MediaFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table hearth_export: the last copy that each person has asked for. */
public final class ExportStore {
    Optional<Export> find(Handle handle, String username) {
        return handle.createQuery("SELECT * FROM hearth_export WHERE username = :username")
                .bind("username", username)
                .map(ExportStore::export)
                .findOne();
    }

    int insert(Handle handle, Export export) {
        return handle.createUpdate("""
                        INSERT INTO hearth_export (username, state, asked_at, touched_at, done, steps)
                        VALUES (:username, :state, :asked, :touched, :done, :steps)
                        """)
                .bind("username", export.username())
                .bind("state", label(export.state()))
                .bind("asked", export.askedAt().toEpochMilli())
                .bind("touched", export.touchedAt().toEpochMilli())
                .bind("done", export.done())
                .bind("steps", export.steps())
                .execute();
    }

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_export WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    /** Whose copies wait, or were left half made. */
    List<String> due(Handle handle, Instant leftBefore) {
        return handle.createQuery("""
                        SELECT username FROM hearth_export
                        WHERE state = 'waiting' OR (state = 'running' AND touched_at < :left)
                        ORDER BY asked_at
                        """)
                .bind("left", leftBefore.toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    /** Takes a copy on; false if another node has. */
    boolean claim(Handle handle, String username, int steps, Instant now, Instant leftBefore) {
        return handle.createUpdate("""
                        UPDATE hearth_export SET state = 'running', touched_at = :now, done = 0, steps = :steps
                        WHERE username = :username
                          AND (state = 'waiting' OR (state = 'running' AND touched_at < :left))
                        """)
                        .bind("username", username)
                        .bind("steps", steps)
                        .bind("now", now.toEpochMilli())
                        .bind("left", leftBefore.toEpochMilli())
                        .execute()
                == 1;
    }

    /** Notes how far it is; false if nobody wants it any more. */
    boolean progress(Handle handle, String username, int done, Instant now) {
        return handle.createUpdate("""
                        UPDATE hearth_export SET done = :done, touched_at = :now
                        WHERE username = :username AND state = 'running'
                        """)
                        .bind("username", username)
                        .bind("done", done)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /** Notes that it is ready; false if nobody wants it any more. */
    boolean ready(Handle handle, String username, MediaFile file, Instant now, Instant expires) {
        return handle.createUpdate("""
                        UPDATE hearth_export SET state = 'ready', touched_at = :now, ready_at = :now,
                            media_id = :media, url = :url, file_size = :size, expires_at = :expires
                        WHERE username = :username AND state = 'running'
                        """)
                        .bind("username", username)
                        .bind("now", now.toEpochMilli())
                        .bind("media", file.id())
                        .bind("url", file.url())
                        .bind("size", file.size())
                        .bind("expires", expires.toEpochMilli())
                        .execute()
                == 1;
    }

    int failed(Handle handle, String username, Instant now) {
        return handle.createUpdate("""
                        UPDATE hearth_export SET state = 'failed', touched_at = :now
                        WHERE username = :username AND state = 'running'
                        """)
                .bind("username", username)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Forgets the copies whose time is over. */
    int purge(Handle handle, Instant now) {
        return handle.createUpdate("DELETE FROM hearth_export WHERE expires_at <= :now")
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static String label(Export.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Export export(ResultSet row, StatementContext context) throws SQLException {
        return new Export(
                row.getString("username"),
                Export.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("asked_at")),
                Instant.ofEpochMilli(row.getLong("touched_at")),
                row.getInt("done"),
                row.getInt("steps"),
                row.getString("media_id"),
                row.getString("url"),
                row.getObject("file_size", Long.class),
                time(row, "ready_at"),
                time(row, "expires_at"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Long millis = row.getObject(column, Long.class);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
