package im.hearth.reports.moderation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table hearth_audit, to which rows are added, and nothing else. */
public final class AuditStore {
    int insert(
            Handle handle,
            long id,
            String moderator,
            String act,
            String kind,
            String subject,
            @Nullable String user,
            @Nullable String note) {
        return handle.createUpdate("""
                        INSERT INTO hearth_audit (id, moderator, act, kind, subject, about_user, note)
                        VALUES (:id, :moderator, :act, :kind, :subject, :about, :note)
                        """)
                .bind("id", id)
                .bind("moderator", moderator)
                .bind("act", act)
                .bind("kind", kind)
                .bind("subject", subject)
                .bind("about", user)
                .bind("note", note)
                .execute();
    }

    List<AuditEntry> list(Handle handle, @Nullable String moderator, @Nullable String user, long before, int limit) {
        StringBuilder sql = new StringBuilder(
                "SELECT id, moderator, act, kind, subject, about_user, note FROM hearth_audit WHERE id < :before");
        if (moderator != null) {
            sql.append(" AND moderator = :moderator");
        }
        if (user != null) {
            sql.append(" AND about_user = :about");
        }
        Query query = handle.createQuery(sql.append(" ORDER BY id DESC FETCH FIRST :limit ROWS ONLY"))
                .bind("before", before)
                .bind("limit", limit);
        if (moderator != null) {
            query.bind("moderator", moderator);
        }
        if (user != null) {
            query.bind("about", user);
        }
        return query.map(AuditStore::entry).list();
    }

    private static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
        long id = row.getLong("id");
        return new AuditEntry(
                Long.toString(id),
                Instant.EPOCH.plus(id, ChronoUnit.MICROS),
                row.getString("moderator"),
                row.getString("act"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("about_user"),
                row.getString("note"));
    }
}
