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
     * Who has an event between two ids, with the greatest id of each: by this a node hears what another one committed.
     *
     * @param after ids are greater
     * @param upTo ids are not greater
     */
    Map<String, Long> touched(Handle handle, long after, long upTo);
}
