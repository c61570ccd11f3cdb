package im.hearth.core.notices;

import org.jdbi.v3.core.Handle;

/**
 * Where a feature's rows lie that people may be notified of, with ids of the {@link im.hearth.core.db.CommitClock}: they
 * are read after their commit, so whoever writes them waits for nothing.
 */
public interface NoticeSource {
    /**
     * What happened to anybody, the oldest first.
     *
     * @param after ids are greater
     * @param upTo ids are not greater; everything up to it is committed
     * @param limit how many rows to read at most; a page that ends sooner says so by its {@code readUpTo}, otherwise that
     *     is {@code upTo}
     */
    NoticePage read(Handle handle, long after, long upTo, int limit);
}
