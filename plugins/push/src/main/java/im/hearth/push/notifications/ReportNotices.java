package im.hearth.push.notifications;

import im.hearth.core.db.Transaction;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.reports.ReportResolved;
import java.util.Set;

/** Says whose reports are resolved; by whom, nobody need know. */
public final class ReportNotices {
    private final Notices notices;

    public ReportNotices(Notices notices) {
        this.notices = notices;
    }

    /** Notes it. */
    public void resolved(Transaction transaction, ReportResolved resolved) {
        String reporter = resolved.reporter();
        if (reporter != null) {
            notices.note(
                    transaction,
                    new Notice(
                            0,
                            NotificationKind.REPORT_RESOLVED,
                            Set.of(reporter),
                            null,
                            null,
                            resolved.id(),
                            null,
                            resolved.resolution()));
        }
    }
}
