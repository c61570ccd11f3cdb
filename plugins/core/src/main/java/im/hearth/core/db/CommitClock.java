package im.hearth.core.db;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/**
 * The table hearth_clock, one row: the last id that was given to something that people are to see in its order. Ids are
 * microseconds since 1970, made unique and rising.
 */
public final class CommitClock {
    /** The id of something that happens now, if no other has it. */
    public static long at(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /**
     * Gives out that many ids in a row and answers the first. The row stays locked until the transaction ends, on all
     * nodes: so ids are committed in their order, and whoever has read up to an id has missed none before it. Ask for
     * ids late in a transaction: all who archive messages wait for its end.
     *
     * @param now the id that the time asks for; the ids are greater than it and than all given before
     */
    public long allot(Handle handle, int count, long now) {
        handle.createUpdate("UPDATE hearth_clock SET last_id = GREATEST(last_id, :now) + :count")
                .bind("now", now)
                .bind("count", (long) count)
                .execute();
        return last(handle) - count + 1;
    }

    /** The last id that was committed, or given by this transaction: everything up to it can be read. */
    public long last(Handle handle) {
        return handle.createQuery("SELECT last_id FROM hearth_clock")
                .mapTo(Long.class)
                .one();
    }

    /** Waits until no other transaction holds ids that are not committed yet. */
    public int awaitOthers(Handle handle) {
        return handle.execute("UPDATE hearth_clock SET last_id = last_id");
    }
}
