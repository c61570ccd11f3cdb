package im.hearth.reports;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import im.hearth.core.reports.ReportCreated;
import im.hearth.core.reports.ReportResolved;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.reports.moderation.Audit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of reports. Who reports is never told to whom it is about, be that a moderator; what is reported is copied at that moment, with a
 * hold on its files.
 */
public final class Reports {
    /** The last part of the type of the problem that a second report about the same thing is. */
    static final String ALREADY = "already-reported";

    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    private static final Duration DAY = Duration.ofDays(1);

    /** Two first reports of somebody at once: the second one begins anew, and finds the count. */
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final Accounts accounts;
    private final ReportStore store;
    private final CommitClock ids;
    private final Witness witness;
    private final PictureCopies pictures;
    private final Audit audit;
    private final ServerUsers users;
    private final Media media;
    private final LiveEvents live;
    private final Settings settings;
    private final Clock clock;

    Reports(
            Database database,
            Accounts accounts,
            ReportStore store,
            CommitClock ids,
            Witness witness,
            PictureCopies pictures,
            Audit audit,
            ServerUsers users,
            Media media,
            LiveEvents live,
            Settings settings,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.ids = ids;
        this.witness = witness;
        this.pictures = pictures;
        this.audit = audit;
        this.users = users;
        this.media = media;
        this.live = live;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Reports something.
     *
     * @param reason in the reporter's words; null for none
     * @throws Problem NOT_FOUND for what the reporter cannot see; INVALID; CONFLICT, {@code already-reported}, if a report
     *     of the person about the same thing is open; TOO_OFTEN after the daily limit
     */
    public Report create(String reporter, Subject subject, Category category, @Nullable String reason) {
        String words = Words.optional("reason", reason);
        Witness.Seen seen = witness.look(reporter, subject);
        database.read(handle -> {
            requireNoOpen(handle, reporter, seen.subject());
            return true;
        });
        Optional<MediaFile> picture = seen.username().flatMap(pictures::copy);
        boolean isMade = false;
        try {
            Report report = create(reporter, picture.map(seen::with).orElse(seen), category, words);
            isMade = true;
            return report;
        } finally {
            if (!isMade) {
                picture.ifPresent(pictures::discard);
            }
        }
    }

    private Report create(String reporter, Witness.Seen seen, Category category, @Nullable String words) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.write(transaction -> create(transaction, reporter, seen, category, words));
            } catch (JdbiException e) {
                if (!Database.isDuplicate(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** As {@link #create}, of a message that has that id, in whatever way it was said. */
    Report createOfMessage(String reporter, String id, Category category, @Nullable String reason) {
        return create(reporter, witness.named(reporter, id), category, reason);
    }

    private Report create(
            Transaction transaction, String reporter, Witness.Seen seen, Category category, @Nullable String words) {
        accounts.requireHeld(transaction, reporter);
        requireNoOpen(transaction.handle(), reporter, seen.subject());
        count(transaction, reporter);
        long id = ids.allot(transaction.handle(), 1, CommitClock.at(clock.instant()));
        Report report = new Report(
                id,
                reporter,
                seen.subject(),
                seen.aboutUser(),
                category,
                words,
                seen.evidence(),
                false,
                null,
                null,
                null,
                null);
        store.insert(transaction.handle(), report, reporter);
        hold(transaction, report);
        live.log(transaction, moderatorsFor(report), "report.created", ReportView.forModerators(report));
        transaction.publish(new ReportCreated(report.text()));
        return report;
    }

    private void requireNoOpen(Handle handle, String reporter, Subject subject) {
        store.findOpen(handle, reporter, subject).ifPresent(open -> {
            throw Problem.conflict(
                    ALREADY, "You have reported this already, and it is not resolved yet: " + open.text() + ".");
        });
    }

    private List<String> moderatorsFor(Report report) {
        return users.administrators().stream()
                .filter(moderator -> !moderator.equals(report.aboutUser()))
                .toList();
    }

    private void count(Transaction transaction, String reporter) {
        Instant now = clock.instant();
        if (store.count(transaction.handle(), reporter, now.minus(DAY), now) == 0) {
            store.insertCount(transaction.handle(), reporter, now);
            return;
        }
        ReportStore.Count count = store.counted(transaction.handle(), reporter);
        if (count.reports() > settings.get(ReportSettings.DAILY)) {
            throw Problem.tooOften(
                    Duration.between(now, count.since().plus(DAY)),
                    "You have reported a lot today. The moderators have it; go on tomorrow.");
        }
    }

    private void hold(Transaction transaction, Report report) {
        List<Evidence.File> files = report.evidence().files();
        for (int i = 0; i < files.size(); i++) {
            try {
                media.files()
                        .hold(
                                transaction.handle(),
                                report.holder(i),
                                files.get(i).id());
            } catch (Problem gone) {
                log.debug("A file of the report {} went while it was made", report.id());
            }
        }
    }

    private void letGo(Transaction transaction, Report report) {
        for (int i = 0; i < report.evidence().files().size(); i++) {
            media.files().letGo(transaction.handle(), report.holder(i));
        }
    }

    /**
     * A report that the caller may see: an own one; any, for a moderator whom it is not about.
     *
     * @throws Problem NOT_FOUND
     */
    public Report require(Caller caller, String id) {
        return Params.id(id)
                .flatMap(number -> database.read(handle -> store.find(handle, number)))
                .filter(report -> caller.username().equals(report.reporter())
                        || (caller.moderator() && !caller.username().equals(report.aboutUser())))
                .orElseThrow(() -> Problem.notFound("There is no such report."));
    }

    /** The reports that the caller may see and that pass the filter, the latest first. */
    public Page<Report> list(Caller caller, ReportFilter filter, int limit) {
        ReportFilter allowed =
                caller.moderator() ? filter.notAbout(caller.username()) : filter.reportedBy(caller.username());
        List<Report> rows = database.read(handle -> store.list(handle, allowed, limit + 1));
        return Page.of(rows, limit, Report::text);
    }

    /**
     * What a moderator does with a report; null changes nothing.
     *
     * @param resolution what the reporter reads
     * @param note what moderators read
     */
    public record Change(
            @Nullable Boolean resolved,
            @Nullable String resolution,
            @Nullable String note) {}

    /**
     * Resolves a report, or changes what is written about it.
     *
     * @throws Problem NOT_FOUND; FORBIDDEN for its reporter; INVALID
     */
    public Report change(Caller caller, String id, Change change) {
        Report report = require(caller, id);
        if (!caller.moderator()) {
            throw Problem.forbidden("Moderators resolve reports. You can withdraw yours as long as it is open.");
        }
        if (change.resolved() == null && change.resolution() == null && change.note() == null) {
            throw Problem.invalid("is_resolved", "send is_resolved, resolution or note: nothing was to be changed");
        }
        if (Boolean.FALSE.equals(change.resolved())) {
            throw Problem.invalid("is_resolved", "can only become true: the reporter has been told");
        }
        boolean resolves = change.resolved() != null;
        if (change.resolution() != null && !resolves && !report.isResolved()) {
            throw Problem.invalid("resolution", "comes with is_resolved: true");
        }
        String resolution = Words.optional("resolution", change.resolution());
        String note = Words.optional("note", change.note());
        return database.write(transaction -> {
            Handle handle = transaction.handle();
            boolean isNew = resolves && store.resolve(handle, report.id(), caller.username(), clock.instant()) > 0;
            if (change.resolution() != null) {
                store.setResolution(handle, report.id(), resolution);
            }
            if (change.note() != null) {
                store.setNote(handle, report.id(), note);
            }
            Report changed =
                    store.find(handle, report.id()).orElseThrow(() -> Problem.notFound("There is no such report."));
            audit.note(
                    transaction,
                    caller.username(),
                    isNew ? Audit.Act.REPORT_RESOLVED : Audit.Act.REPORT_CHANGED,
                    Audit.Kind.REPORT,
                    changed.text(),
                    changed.aboutUser(),
                    resolution);
            if (isNew) {
                tellReporter(transaction, changed);
            }
            return changed;
        });
    }

    private void tellReporter(Transaction transaction, Report resolved) {
        String reporter = resolved.reporter();
        if (reporter != null) {
            live.log(transaction, List.of(reporter), "report.resolved", ReportView.forReporter(resolved));
        }
        transaction.publish(new ReportResolved(resolved.text(), reporter, resolved.resolution()));
    }

    /**
     * Withdraws an own report that is open; deletes any, for a moderator.
     *
     * @throws Problem NOT_FOUND; CONFLICT, {@code resolved}, for an own one that is resolved
     */
    public void delete(Caller caller, String id) {
        Report report = require(caller, id);
        database.write(transaction -> {
            if (caller.moderator()) {
                if (store.delete(transaction.handle(), report.id()) > 0) {
                    audit.note(
                            transaction,
                            caller.username(),
                            Audit.Act.REPORT_DELETED,
                            Audit.Kind.REPORT,
                            report.text(),
                            report.aboutUser(),
                            null);
                }
            } else if (store.deleteOpen(transaction.handle(), report.id()) == 0) {
                throw Problem.conflict("resolved", "This report is resolved: it cannot be withdrawn any more.");
            }
            letGo(transaction, report);
            return true;
        });
    }

    /** Forgets who made the reports of somebody who has left; the reports stay. */
    public void forget(Transaction transaction, AccountDeleted deleted) {
        store.forgetReporter(transaction.handle(), deleted.username());
    }
}
