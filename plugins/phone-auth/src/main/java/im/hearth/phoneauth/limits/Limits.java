package im.hearth.phoneauth.limits;

import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import im.hearth.phoneauth.Client;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Counts in the database, so that nodes share the counts and a restart does not forget them. */
public final class Limits {
    /** Whether limits by IP address leave this machine out; the embedded engine, where one laptop is many people. */
    public static final Setting<Boolean> EXEMPT_LOOPBACK = Setting.flag("hearth.limits.exempt-loopback", false);

    /** With how many codes to a prefix within the window of {@link Limit#CODES_PER_PREFIX} the breaker begins to look. */
    public static final Setting<Integer> BREAKER_CODES =
            Setting.number("hearth.limits.breaker-codes", 20, 1, Integer.MAX_VALUE);

    /** The share, in percent, of a prefix's codes that must have been used; with less, none are sent any more. */
    public static final Setting<Integer> BREAKER_PERCENT = Setting.number("hearth.limits.breaker-percent", 20, 0, 100);

    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 20;

    private final Database database;
    private final CounterStore store;
    private final Settings settings;
    private final Clock clock;

    public Limits(Database database, CounterStore store, Settings settings, Clock clock) {
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Counts one more, in a transaction of its own.
     *
     * @throws Problem of kind TOO_OFTEN once the limit is reached
     */
    public void take(Limit limit, String subject) {
        Contention.write(database, transaction -> {
            take(transaction, limit, subject);
            return true;
        });
    }

    /** As {@link #take(Limit, String)}, for a limit by IP address. */
    public void takeFor(Limit limit, Client client) {
        if (!isExempt(limit, client)) {
            take(limit, client.network());
        }
    }

    /** Counts one more within the transaction, which is to run under {@link Contention#write}. */
    public void take(Transaction transaction, Limit limit, String subject) {
        long now = clock.millis();
        long expired = now - limit.window().toMillis();
        int most = settings.get(limit.size());
        for (int attempt = 1; attempt <= ATTEMPTS && most > 0; attempt++) {
            if (store.take(transaction.handle(), name(limit), subject, most, now, expired) == 1) {
                return;
            }
            Optional<CounterStore.Counter> counter = store.find(transaction.handle(), name(limit), subject);
            if (counter.isEmpty()) {
                store.insert(transaction.handle(), name(limit), subject, now);
                return;
            }
            long since = counter.get().since();
            if (since > expired && counter.get().taken() >= most) {
                throw reached(limit, since + limit.window().toMillis() - now);
            }
            // Between the two statements somebody began to count, or gave something back.
        }
        throw reached(limit, most > 0 ? LEAST_WAIT.toMillis() : limit.window().toMillis());
    }

    /** Counts one more of what a network does, within the transaction. */
    public void takeFor(Transaction transaction, Limit limit, Client client) {
        if (!isExempt(limit, client)) {
            take(transaction, limit, client.network());
        }
    }

    /** Counts one less: it turned out not to count. */
    public void giveBack(Limit limit, String subject) {
        database.write(transaction -> store.giveBack(transaction.handle(), name(limit), subject));
    }

    /** As {@link #giveBack(Limit, String)}, for a limit by IP address. */
    public void giveBackFor(Limit limit, Client client) {
        if (!isExempt(limit, client)) {
            giveBack(limit, client.network());
        }
    }

    /** Notes within the transaction that one of those that were counted came to good use. */
    public void use(Transaction transaction, Limit limit, String subject) {
        store.use(transaction.handle(), name(limit), subject);
    }

    /**
     * The breaker: whoever pumps SMS to numbers that he is paid for has no use for the codes.
     *
     * @throws Problem of kind TOO_OFTEN if too few of the codes to that prefix were used
     */
    public void requireUse(Transaction transaction, String prefix) {
        Limit limit = Limit.CODES_PER_PREFIX;
        long now = clock.millis();
        store.find(transaction.handle(), name(limit), prefix)
                .filter(counter -> counter.since() > now - limit.window().toMillis())
                .filter(counter -> counter.taken() >= settings.get(BREAKER_CODES))
                .filter(counter -> counter.used() * 100L < (long) counter.taken() * settings.get(BREAKER_PERCENT))
                .ifPresent(counter -> {
                    throw reached(limit, counter.since() + limit.window().toMillis() - now);
                });
    }

    /** Forgets the windows that are over. */
    public void purge() {
        long now = clock.millis();
        for (Limit limit : Limit.values()) {
            database.write(transaction -> store.purge(
                    transaction.handle(), name(limit), now - limit.window().toMillis()));
        }
    }

    private boolean isExempt(Limit limit, Client client) {
        return limit.isByAddress() && client.loopback() && settings.get(EXEMPT_LOOPBACK);
    }

    private static String name(Limit limit) {
        return limit.name().toLowerCase(Locale.ROOT);
    }

    private static Problem reached(Limit limit, long waitMillis) {
        Duration wait = Duration.ofMillis(waitMillis);
        return Problem.tooOften(
                wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait, limit.detail() + " Try again later.");
    }
}
