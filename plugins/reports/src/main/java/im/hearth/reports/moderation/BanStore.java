package im.hearth.reports.moderation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table hearth_suspension. */
public final class BanStore {
    private static final String SELECT = """
            SELECT id, username, number_hash, ends_at, reason, created_by, lifted_at, lifted_by FROM hearth_suspension
            """;

    private static final String HOLDS = " AND lifted_at IS NULL AND (ends_at IS NULL OR ends_at > :now)";

    int insert(Handle handle, Ban ban) {
        return handle.createUpdate("""
                        INSERT INTO hearth_suspension (id, username, number_hash, ends_at, reason, created_by)
                        VALUES (:id, :username, :hash, :ends, :reason, :moderator)
                        """)
                .bind("id", ban.id())
                .bind("username", ban.username())
                .bind("hash", ban.numberHash())
                .bind("ends", millis(ban.until()))
                .bind("reason", ban.reason())
                .bind("moderator", ban.createdBy())
                .execute();
    }

    Optional<Ban> find(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(BanStore::ban)
                .findOne();
    }

    /** The latest one that holds now for a number. */
    Optional<Ban> ofNumber(Handle handle, String hash, Instant now) {
        return handle.createQuery(
                        SELECT + " WHERE number_hash = :hash" + HOLDS + " ORDER BY id DESC FETCH FIRST 1 ROWS ONLY")
                .bind("hash", hash)
                .bind("now", now.toEpochMilli())
                .map(BanStore::ban)
                .findOne();
    }

    /** Ends those that hold now for a person; answers how many that were. */
    int liftAll(Handle handle, String username, String moderator, Instant now) {
        return handle.createUpdate("UPDATE hearth_suspension SET lifted_at = :now, lifted_by = :moderator"
                        + " WHERE username = :username" + HOLDS)
                .bind("username", username)
                .bind("moderator", moderator)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** The latest first. */
    List<Ban> list(
            Handle handle, @Nullable String username, @Nullable Boolean active, Instant now, long before, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append(" WHERE id < :before");
        if (username != null) {
            sql.append(" AND username = :username");
        }
        if (active != null) {
            sql.append(active ? HOLDS : " AND (lifted_at IS NOT NULL OR ends_at <= :now)");
        }
        Query query = handle.createQuery(sql.append(" ORDER BY id DESC FETCH FIRST :limit ROWS ONLY"))
                .bind("before", before)
                .bind("limit", limit);
        if (username != null) {
            query.bind("username", username);
        }
        if (active != null) {
            query.bind("now", now.toEpochMilli());
        }
        return query.map(BanStore::ban).list();
    }

    private static Ban ban(ResultSet row, StatementContext context) throws SQLException {
        return new Ban(
                row.getLong("id"),
                row.getString("username"),
                row.getString("number_hash"),
                instant(row, "ends_at"),
                row.getString("reason"),
                row.getString("created_by"),
                instant(row, "lifted_at"),
                row.getString("lifted_by"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
