package im.hearth.rest;

import im.hearth.core.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets nodes take from their buckets what other nodes have given to the same caller: each says once a second what it gave
 * to those who ask often, and hears that of the others. Who asks for less than an eighth of what they may on one node is
 * not worth the words: they stay below their limit on eight nodes, too.
 */
final class SharedLimits {
    private static final int WORTH_TELLING = 8;

    /** So long a node keeps account of a bucket of which nothing was asked for. */
    private static final Duration ACCOUNT = Duration.ofMinutes(1);

    /** Longer than that, for the clocks of two nodes differ. */
    private static final Duration HEARD = ACCOUNT.multipliedBy(2);

    private record Account(long micros, long at) {}

    private record Source(String node, String bucket) {}

    private final Database database;
    private final SpentStore store;
    private final RateLimiter limiter;
    private final Clock clock;
    private final String node;
    private final BooleanSupplier isShared;
    private final Map<String, Account> accounts = new HashMap<>();
    private @Nullable Map<Source, Long> heard;
    private long last;

    /**
     * Makes it.
     *
     * @param node a name that no other node has
     * @param isShared whether there are, or may be, other nodes
     */
    SharedLimits(
            Database database,
            SpentStore store,
            RateLimiter limiter,
            Clock clock,
            String node,
            BooleanSupplier isShared) {
        this.database = database;
        this.store = store;
        this.limiter = limiter;
        this.clock = clock;
        this.node = node;
        this.isShared = isShared;
        this.last = clock.millis();
    }

    /** Tells and hears; in one thread. */
    void exchange() {
        boolean isOn = isShared.getAsBoolean();
        limiter.account(isOn);
        if (!isOn) {
            heard = null;
            return;
        }
        long now = clock.millis();
        long worth = TimeUnit.MILLISECONDS.toMicros(now - last) / WORTH_TELLING;
        last = now;
        Map<String, Long> told = account(limiter.takeAccount(), worth, now);
        if (!told.isEmpty()) {
            database.write(transaction -> store.put(transaction.handle(), node, told, now));
        }
        hear(database.read(handle -> store.others(handle, node, now - HEARD.toMillis())));
    }

    private Map<String, Long> account(Map<String, Long> given, long worth, long now) {
        accounts.values().removeIf(account -> account.at() < now - ACCOUNT.toMillis());
        Map<String, Long> told = new HashMap<>();
        given.forEach((bucket, micros) -> {
            if (micros > worth) {
                Account before = accounts.getOrDefault(bucket, new Account(0, now));
                accounts.put(bucket, new Account(before.micros() + micros, now));
                told.put(bucket, before.micros() + micros);
            }
        });
        return told;
    }

    private void hear(List<SpentStore.Spent> others) {
        Map<Source, Long> before = heard;
        Map<Source, Long> after = new HashMap<>();
        for (SpentStore.Spent spent : others) {
            Source source = new Source(spent.node(), spent.bucket());
            after.put(source, spent.micros());
            if (before != null) {
                long known = before.getOrDefault(source, 0L);
                // A node that had closed its account begins anew.
                limiter.drain(spent.bucket(), spent.micros() < known ? spent.micros() : spent.micros() - known);
            }
        }
        heard = after;
    }

    /** Forgets what nobody listens to any more. */
    void purge() {
        long before = clock.millis() - HEARD.multipliedBy(2).toMillis();
        database.write(transaction -> store.forget(transaction.handle(), before));
    }
}
