package im.hearth.core.events.live;

import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Where a feature's events lie that people may have missed: rows with ids of the {@link im.hearth.core.db.CommitClock}. */
public interface EventSource {
    /**
     * Events of a person, the oldest first.
     *
     * @param after ids are greater
     * @param upTo ids are not greater; everything up to it is committed
     * @param limit how many rows to read at most; a page that ends sooner says so by its {@code readUpTo}, otherwise that
     *     is {@code upTo}
     */
    EventPage read(Handle handle, String username, long after, long upTo, int limit);

    /**
     * As {@link #read(Handle, String, long, long, int)}, for a reader who comes back: what a person sees only while it
     * happens, because they do not keep it, is in it only with a greater id than the one where the reader came back.
     *
     * @param cameBackAt what has an id up to this had happened when the reader came
     */
    default EventPage read(Handle handle, String username, long after, long upTo, long cameBackAt, int limit) {
        return read(handle, username, after, upTo, limit);
    }

    /**
     * Who has an event between two ids, with the greatest id of each: by this a node hears what another one committed.
     *
     * @param after ids are greater
     * @param upTo ids are not greater
     */
    Map<String, Long> touched(Handle handle, long after, long upTo);
}
