package im.hearth.push.notifications;

import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Transaction;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NoticePage;
import im.hearth.core.notices.NoticeSource;
import im.hearth.core.notices.Notices;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps what people may be notified of and is in no archive, until it has been looked at. */
public final class NoticeLog implements Notices.Log, NoticeSource {
    private static final int DETAIL_MOST = 500;

    private final NoticeStore store;
    private final CommitClock ids;
    private final Clock clock;

    public NoticeLog(NoticeStore store, CommitClock ids, Clock clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a transaction has to tell so far. */
    private record Waiting(List<Notice> notices) {}

    @Override
    public void note(Transaction transaction, Notice notice) {
        Waiting waiting = transaction.attached(Waiting.class, () -> {
            Waiting made = new Waiting(new ArrayList<>());
            // The clock's row, which all who archive messages wait for, is locked no longer than the commit takes.
            transaction.beforeCommit(() -> write(transaction.handle(), made.notices()));
            return made;
        });
        waiting.notices().add(notice);
    }

    private void write(Handle handle, List<Notice> notices) {
        long id = ids.allot(handle, notices.size(), CommitClock.at(clock.instant()));
        List<Notice> numbered = new ArrayList<>();
        for (Notice notice : notices) {
            numbered.add(new Notice(
                    id++,
                    notice.kind(),
                    notice.people(),
                    notice.actor(),
                    notice.conversation(),
                    notice.subject(),
                    notice.title(),
                    cut(notice.detail())));
        }
        store.insert(handle, numbered);
    }

    private static @Nullable String cut(@Nullable String text) {
        if (text == null || text.codePointCount(0, text.length()) <= DETAIL_MOST) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, DETAIL_MOST)) + "…";
    }

    @Override
    public NoticePage read(Handle handle, long after, long upTo, int limit) {
        List<Notice> rows = store.read(handle, after, upTo, limit);
        if (rows.size() < limit) {
            return new NoticePage(rows, upTo);
        }
        // The last one's other people may not be in the page; a fact is for fewer people than a page has rows, or
        // alone.
        long last = rows.get(rows.size() - 1).id();
        List<Notice> whole = rows.stream().filter(notice -> notice.id() < last).toList();
        return whole.isEmpty()
                ? new NoticePage(store.read(handle, last - 1, last, Integer.MAX_VALUE), last)
                : new NoticePage(whole, last - 1);
    }
}
