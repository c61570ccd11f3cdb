package im.hearth.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables hearth_report and hearth_report_count. */
public final class ReportStore {
    private static final String COLUMNS = """
            id, reporter, kind, subject, about_user, category, reason, evidence, is_resolved, resolved_at, resolved_by,
            resolution, note
            """;

    private final EvidenceJson json = new EvidenceJson();

    /** How many reports somebody has made since when. */
    record Count(Instant since, int reports) {}

    /** Counts one more, from now on if the count is older than that; none if nothing of that person is counted yet. */
    int count(Handle handle, String reporter, Instant old, Instant now) {
        return handle.createUpdate("""
                        UPDATE hearth_report_count
                        SET reports = CASE WHEN since <= :old THEN 1 ELSE reports + 1 END,
                            since = CASE WHEN since <= :old THEN :now ELSE since END
                        WHERE reporter = :reporter
                        """)
                .bind("reporter", reporter)
                .bind("old", old.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    int insertCount(Handle handle, String reporter, Instant now) {
        return handle.createUpdate(
                        "INSERT INTO hearth_report_count (reporter, since, reports) VALUES (:reporter, :now, 1)")
                .bind("reporter", reporter)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    Count counted(Handle handle, String reporter) {
        return handle.createQuery("SELECT since, reports FROM hearth_report_count WHERE reporter = :reporter")
                .bind("reporter", reporter)
                .map((row, context) -> new Count(Instant.ofEpochMilli(row.getLong("since")), row.getInt("reports")))
                .one();
    }

    /** A report that is open has a key that no other one has: its reporter and what it is about. */
    private static String openKey(String reporter, Subject subject) {
        return reporter + ' ' + subject.kind().label() + ' ' + subject.id();
    }

    int insert(Handle handle, Report report, String reporter) {
        Subject subject = report.subject();
        return handle.createUpdate("""
                        INSERT INTO hearth_report
                            (id, reporter, kind, subject, about_user, category, reason, evidence, open_key, is_resolved)
                        VALUES (:id, :reporter, :kind, :subject, :about, :category, :reason, :evidence, :open, FALSE)
                        """)
                .bind("id", report.id())
                .bind("reporter", reporter)
                .bind("kind", subject.kind().label())
                .bind("subject", subject.id())
                .bind("about", report.aboutUser())
                .bind("category", report.category().label())
                .bind("reason", report.reason())
                .bind("evidence", json.write(report.evidence()))
                .bind("open", openKey(reporter, subject))
                .execute();
    }

    Optional<Report> find(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_report WHERE id = :id")
                .bind("id", id)
                .map(this::report)
                .findOne();
    }

    /** The report of that person about that which is open; empty for none. */
    Optional<Report> findOpen(Handle handle, String reporter, Subject subject) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_report WHERE open_key = :open")
                .bind("open", openKey(reporter, subject))
                .map(this::report)
                .findOne();
    }

    /** The reports that pass the filter, the latest first. */
    List<Report> list(Handle handle, ReportFilter filter, int limit) {
        StringBuilder sql =
                new StringBuilder("SELECT ").append(COLUMNS).append(" FROM hearth_report WHERE id < :before");
        if (filter.resolved() != null) {
            sql.append(" AND is_resolved = :resolved");
        }
        if (filter.category() != null) {
            sql.append(" AND category = :category");
        }
        if (filter.kind() != null) {
            sql.append(" AND kind = :kind");
        }
        if (filter.reporter() != null) {
            sql.append(" AND reporter = :reporter");
        }
        if (filter.aboutUser() != null) {
            sql.append(" AND about_user = :about");
        }
        if (filter.notAbout() != null) {
            sql.append(" AND (about_user IS NULL OR about_user <> :notAbout)");
        }
        Query query = handle.createQuery(sql.append(" ORDER BY id DESC FETCH FIRST :limit ROWS ONLY"))
                .bind("before", filter.before())
                .bind("limit", limit);
        if (filter.resolved() != null) {
            query.bind("resolved", filter.resolved());
        }
        if (filter.category() != null) {
            query.bind("category", filter.category().label());
        }
        if (filter.kind() != null) {
            query.bind("kind", filter.kind().label());
        }
        if (filter.reporter() != null) {
            query.bind("reporter", filter.reporter());
        }
        if (filter.aboutUser() != null) {
            query.bind("about", filter.aboutUser());
        }
        if (filter.notAbout() != null) {
            query.bind("notAbout", filter.notAbout());
        }
        return query.map(this::report).list();
    }

    /** Resolves a report that is open; none if it is not. */
    int resolve(Handle handle, long id, String moderator, Instant at) {
        return handle.createUpdate("""
                        UPDATE hearth_report
                        SET is_resolved = TRUE, resolved_at = :at, resolved_by = :moderator, open_key = NULL
                        WHERE id = :id AND is_resolved = FALSE
                        """)
                .bind("id", id)
                .bind("moderator", moderator)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    int setResolution(Handle handle, long id, @Nullable String resolution) {
        return handle.createUpdate("UPDATE hearth_report SET resolution = :resolution WHERE id = :id")
                .bind("id", id)
                .bind("resolution", resolution)
                .execute();
    }

    int setNote(Handle handle, long id, @Nullable String note) {
        return handle.createUpdate("UPDATE hearth_report SET note = :note WHERE id = :id")
                .bind("id", id)
                .bind("note", note)
                .execute();
    }

    int delete(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM hearth_report WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** As {@link #delete}, only a report that is open. */
    int deleteOpen(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM hearth_report WHERE id = :id AND is_resolved = FALSE")
                .bind("id", id)
                .execute();
    }

    /** Forgets who made these reports. */
    void forgetReporter(Handle handle, String username) {
        handle.createUpdate("UPDATE hearth_report SET reporter = NULL, open_key = NULL WHERE reporter = :username")
                .bind("username", username)
                .execute();
        handle.createUpdate("DELETE FROM hearth_report_count WHERE reporter = :username")
                .bind("username", username)
                .execute();
    }

    private Report report(ResultSet row, StatementContext context) throws SQLException {
        long resolvedAt = row.getLong("resolved_at");
        boolean isResolved = row.getBoolean("is_resolved");
        return new Report(
                row.getLong("id"),
                row.getString("reporter"),
                new Subject(Subject.Kind.parse(row.getString("kind")), row.getString("subject")),
                row.getString("about_user"),
                Category.parse(row.getString("category")),
                row.getString("reason"),
                json.read(row.getString("evidence")),
                isResolved,
                isResolved ? Instant.ofEpochMilli(resolvedAt) : null,
                row.getString("resolved_by"),
                row.getString("resolution"),
                row.getString("note"));
    }
}
