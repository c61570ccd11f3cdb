package im.hearth.events;

import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.EventSource;
import im.hearth.core.events.live.LiveEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All events of a person in the order of their commits, from whatever sources.
 *
 * <p>Ids are committed in their order, so what is read of each source up to one horizon is whole, and sorting it by id
 * leaves no gap.
 */
final class Feed {
    /** How many rows of a source are read at once: with the longest messages, some 2 MB. */
    static final int PAGE = 25;

    private final Database database;
    private final CommitClock ids;
    private final Supplier<List<EventSource>> sources;
    private final LongSupplier keptFrom;
    private final Clock clock;

    Feed(Database database, CommitClock ids, Supplier<List<EventSource>> sources, LongSupplier keptFrom, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.sources = sources;
        this.keptFrom = keptFrom;
        this.clock = clock;
    }

    /**
     * Where a stream begins.
     *
     * @param after the id that everything has been seen up to
     * @param reset whether something was missed that is not kept any more
     * @param cameAt what has an id up to this had happened before
     */
    record Start(long after, boolean reset, long cameAt) {}

    /**
     * Some events.
     *
     * @param after everything up to this id has been read
     * @param more whether there is more already
     */
    record Batch(List<LiveEvent> events, long after, boolean more) {}

    /**
     * Where a reader goes on.
     *
     * @param lastId the id of the last event that it saw; null for a new one, which sees what happens from now on
     */
    Start start(@Nullable String lastId) {
        long horizon = horizon();
        long now = Math.max(horizon, quiet());
        if (lastId == null) {
            return new Start(now, false, now);
        }
        long after = parse(lastId);
        boolean gone = after < keptFrom.getAsLong() && after < horizon;
        return gone || after < 0 || after > now ? new Start(now, true, now) : new Start(after, false, now);
    }

    /**
     * An id that no event will get any more, if the clocks of the nodes are somewhat right: half of the time that events
     * are kept ago. Where nothing happens for long, readers go on from it, and their place never gets too old.
     */
    private long quiet() {
        long now = CommitClock.at(clock.instant());
        return now - (now - keptFrom.getAsLong()) / 2;
    }

    /**
     * Events after an id.
     *
     * @param cameAt what has an id up to this had happened before the reader came
     */
    Batch read(String username, long after, long cameAt) {
        return database.read(handle -> {
            long horizon = ids.last(handle);
            if (horizon <= after) {
                return new Batch(List.of(), Math.max(after, quiet()), false);
            }
            List<LiveEvent> events = new ArrayList<>();
            long readUpTo = horizon;
            for (EventSource source : sources.get()) {
                EventPage page = source.read(handle, username, after, horizon, cameAt, PAGE);
                readUpTo = Math.min(readUpTo, page.readUpTo());
                events.addAll(page.events());
            }
            long bound = readUpTo;
            events.removeIf(event -> event.id() > bound);
            events.sort(Comparator.comparingLong(LiveEvent::id));
            return new Batch(events, bound, bound < horizon);
        });
    }

    /** Who has events after an id, with the id of the last one of each. */
    Map<String, Long> touched(long after, long upTo) {
        return database.read(handle -> {
            Map<String, Long> touched = new HashMap<>();
            for (EventSource source : sources.get()) {
                source.touched(handle, after, upTo).forEach((who, id) -> touched.merge(who, id, Math::max));
            }
            return touched;
        });
    }

    /** Everything up to this id is committed. */
    long horizon() {
        return database.read(ids::last);
    }

    /** The id that a text is; one that is before everything, for a text that is none. */
    private static long parse(String text) {
        try {
            return text.length() > 18 ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
