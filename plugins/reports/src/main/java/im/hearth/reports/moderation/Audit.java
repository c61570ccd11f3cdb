package im.hearth.reports.moderation;

import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.rest.Page;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The log of what moderators do: each act is written in the transaction that does it, and nothing of it ever changes. */
public final class Audit {
    private final Database database;
    private final AuditStore store;
    private final CommitClock ids;
    private final Clock clock;

    public Audit(Database database, AuditStore store, CommitClock ids, Clock clock) {
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a moderator does. */
    public enum Act {
        REPORT_RESOLVED,
        REPORT_CHANGED,
        REPORT_DELETED,
        MESSAGE_REMOVED,
        USER_SUSPENDED,
        USER_BANNED,
        SUSPENSION_LIFTED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a moderator does it to. */
    public enum Kind {
        REPORT,
        MESSAGE,
        GROUP_MESSAGE,
        SUSPENSION;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of that name at the doors. */
        public static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Writes down an act.
     *
     * @param subject the id of the thing
     * @param user whom it is about; null for nobody
     * @param note what the moderator says about it; null for nothing
     */
    public void note(
            Transaction transaction,
            String moderator,
            Act act,
            Kind kind,
            String subject,
            @Nullable String user,
            @Nullable String note) {
        long id = ids.allot(transaction.handle(), 1, CommitClock.at(clock.instant()));
        store.insert(transaction.handle(), id, moderator, act.label(), kind.label(), subject, user, note);
    }

    /**
     * What was done, the latest first.
     *
     * @param moderator by whom; null for whomever
     * @param user about whom; null for whomever
     * @param before ids are less
     */
    public Page<AuditEntry> list(@Nullable String moderator, @Nullable String user, long before, int limit) {
        List<AuditEntry> rows = database.read(handle -> store.list(handle, moderator, user, before, limit + 1));
        return Page.of(rows, limit, AuditEntry::id);
    }
}
