package im.hearth.events;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has a stream open on which node. A node that is alone keeps none of it; where there are several, each writes down who
 * comes and goes, a few seconds after, and says now and again that it is there.
 */
final class Readers {
    /** How often a node says that it is there. */
    static final Duration BEAT = Duration.ofSeconds(10);

    /** A node that has been silent for so long is gone. */
    private static final Duration GONE = Duration.ofSeconds(35);

    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    private final Database database;
    private final ReaderStore store;
    private final String node;
    private final Predicate<String> isHere;
    private final Supplier<Collection<String>> here;
    private final Clock clock;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private volatile boolean alone = true;

    /**
     * Readers.
     *
     * @param node the name of this node, which no other one has or had
     * @param isHere whether somebody has a stream on this node
     * @param here who has one
     */
    Readers(
            Database database,
            ReaderStore store,
            String node,
            Predicate<String> isHere,
            Supplier<Collection<String>> here,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.node = node;
        this.isHere = isHere;
        this.here = here;
        this.clock = clock;
    }

    /** Somebody has opened the first stream on this node, or closed the last one. Never waits. */
    void cameOrWent(String username) {
        if (!alone) {
            changed.add(username);
        }
    }

    /** Which of these have a stream on another node. */
    Set<String> elsewhere(Set<String> usernames) {
        if (alone || usernames.isEmpty()) {
            return Set.of();
        }
        try {
            return database.read(handle -> store.elsewhere(handle, usernames, node, oldest()));
        } catch (Problem away) {
            log.debug("Cannot ask for readers of other nodes: {}", away.detail());
            return Set.of();
        }
    }

    /** Says that this node is there, and looks for others. */
    synchronized void beat() {
        Instant now = clock.instant();
        try {
            boolean others = database.write(transaction -> {
                if (store.see(transaction.handle(), node, now) == 0) {
                    store.insert(transaction.handle(), node, now);
                    changed.addAll(here.get());
                }
                boolean hasOthers = store.hasOthers(transaction.handle(), node, oldest());
                if (hasOthers && alone) {
                    // Of who left while this node was alone nothing was written down.
                    store.clear(transaction.handle(), node);
                }
                return hasOthers;
            });
            if (others && alone) {
                alone = false;
                changed.addAll(here.get());
            }
            alone = !others;
        } catch (Problem away) {
            log.debug("Cannot say that this node is there: {}", away.detail());
        }
    }

    /** Writes down who has come and gone. */
    synchronized void write() {
        if (alone || changed.isEmpty()) {
            return;
        }
        List<String> some = List.copyOf(changed);
        changed.removeAll(some);
        List<String> came = new ArrayList<>();
        List<String> went = new ArrayList<>();
        some.forEach(username -> (isHere.test(username) ? came : went).add(username));
        try {
            database.write(transaction -> {
                store.add(transaction.handle(), node, came);
                store.remove(transaction.handle(), node, went);
                return true;
            });
        } catch (Problem away) {
            log.debug("Cannot write down who reads: {}", away.detail());
            changed.addAll(some);
        }
    }

    /** Forgets nodes that are gone. */
    void purge() {
        database.write(transaction -> {
            store.forget(transaction.handle(), "", clock.instant().minus(GONE.multipliedBy(2)));
            return true;
        });
    }

    /** This node leaves. */
    void close() {
        try {
            database.write(transaction -> {
                store.forget(transaction.handle(), node, Instant.EPOCH);
                return true;
            });
        } catch (Problem away) {
            log.debug("Others will notice by themselves that this node is gone: {}", away.detail());
        }
    }

    private Instant oldest() {
        return clock.instant().minus(GONE);
    }
}
