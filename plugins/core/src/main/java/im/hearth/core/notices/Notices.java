package im.hearth.core.notices;

import im.hearth.core.db.Transaction;
import im.hearth.core.plugin.Registration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where features say what people may be notified of, and the plugin that notifies finds it. Without that plugin nothing is
 * kept, and nobody is notified.
 */
public final class Notices {
    /** Keeps facts that are rows of no {@link NoticeSource}. */
    @FunctionalInterface
    public interface Log {
        /** See {@link Notices#note}. */
        void note(Transaction transaction, Notice notice);
    }

    private static final Log NONE = (transaction, notice) -> {};
    private static final Wishes ANYTHING = usernames -> Map.of();

    private final List<NoticeSource> sources = new CopyOnWriteArrayList<>();
    private volatile Log log = NONE;
    private volatile Wishes wishes = ANYTHING;

    /** Brings a source. */
    public Registration add(NoticeSource source) {
        sources.add(source);
        return () -> sources.remove(source);
    }

    /** The sources that are there now. */
    public List<NoticeSource> sources() {
        return sources;
    }

    /** Brings what keeps facts. */
    public Registration keptBy(Log keeping) {
        log = keeping;
        return () -> log = NONE;
    }

    /** Brings what knows what people want to be notified of. */
    public Registration wishesKnownBy(Wishes known) {
        wishes = known;
        return () -> wishes = ANYTHING;
    }

    /** What people want to be notified of. */
    public Wishes wishes() {
        return wishes;
    }

    /**
     * Keeps a fact that is in no source, in the transaction that makes it true: not for what happens as often as messages
     * do.
     *
     * @param notice its id is of no importance: it gets one right before the commit
     */
    public void note(Transaction transaction, Notice notice) {
        if (!notice.people().isEmpty()) {
            log.note(transaction, notice);
        }
    }
}
