package im.hearth.push.notifications;

import im.hearth.core.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who has a stream open on any node. Each node knows its own; for the others it writes them down, and says now and again
 * that it still lives.
 */
public final class OpenStreams {
    /** How often a node says that it lives. */
    public static final Duration RENEW = Duration.ofSeconds(20);

    private static final Duration LEASE = RENEW.multipliedBy(3);

    private static final int AT_ONCE = 500;

    private final Database database;
    private final OpenStreamStore store;
    private final Predicate<String> here;
    private final String node;
    private final Clock clock;

    /**
     * Streams.
     *
     * @param here whether somebody has one on this node
     * @param node a name that no other node has or had
     */
    public OpenStreams(Database database, OpenStreamStore store, Predicate<String> here, String node, Clock clock) {
        this.database = database;
        this.store = store;
        this.here = here;
        this.node = node;
        this.clock = clock;
    }

    /** Somebody opened the first one here, or closed the last one; called in that order. */
    public void cameOrWent(String username) {
        database.write(transaction -> here.test(username)
                ? store.put(transaction.handle(), username, node, clock.millis() + LEASE.toMillis())
                : store.delete(transaction.handle(), username, node));
    }

    /** This node lives; those that do not any more are forgotten. */
    public void renew() {
        database.write(transaction -> {
            store.deleteBefore(transaction.handle(), clock.millis());
            return store.renew(transaction.handle(), node, clock.millis() + LEASE.toMillis());
        });
    }

    /** This node stops. */
    public void close() {
        database.write(transaction -> store.deleteOf(transaction.handle(), node));
    }

    /** Those of the people who have one, here or elsewhere. */
    public Set<String> among(Collection<String> usernames) {
        Set<String> found = new HashSet<>();
        List<String> all = List.copyOf(usernames);
        long now = clock.millis();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            found.addAll(database.read(handle -> store.among(handle, some, now)));
        }
        return found;
    }
}
