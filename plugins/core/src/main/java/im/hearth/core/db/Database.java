package im.hearth.core.db;

import im.hearth.core.events.Events;
import im.hearth.core.problem.Problem;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that the server runs on, with JDBI.
 *
 * <p>Times are epoch milliseconds in {@code BIGINT}. A fault of the database itself becomes a {@link Problem} of kind
 * {@code UNAVAILABLE}, is logged once for each outage, and heals by itself: the next call tries anew.
 */
public final class Database {
    /** How often a transaction is tried that lost against another one (SQLState 40001, 40P01). */
    private static final int ATTEMPTS = 5;

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final Jdbi jdbi;
    private final Dialect dialect;
    private final Events events;
    private final AtomicBoolean away = new AtomicBoolean();

    public Database(ConnectionSource connections, Dialect dialect, Events events) {
        this.jdbi = Jdbi.create(connections::open);
        this.dialect = dialect;
        this.events = events;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Reads, each statement by itself. */
    public <T extends @Nullable Object> T read(Function<Handle, T> work) {
        return guarded(() -> jdbi.withHandle(work::apply));
    }

    /**
     * Does the work in one transaction, commits, then runs what is to happen after the commit and publishes the events.
     * The work may run more than once, if it lost against another transaction: it has no effects but those on the
     * handle and those that it asked for after the commit.
     *
     * @throws Problem of kind UNAVAILABLE if the database is away; whatever the work throws, after a rollback
     */
    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        Committed<T> committed = commit(work);
        committed.transaction().tasks().forEach(Runnable::run);
        committed.transaction().events().forEach(events::publish);
        return committed.result();
    }

    private record Committed<T extends @Nullable Object>(T result, Transaction transaction) {}

    private <T extends @Nullable Object> Committed<T> commit(Function<Transaction, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return guarded(() -> jdbi.inTransaction(handle -> {
                    Transaction transaction = new Transaction(handle);
                    T result = work.apply(transaction);
                    // Who writes something with a fact may publish another one.
                    for (int i = 0; i < transaction.events().size(); i++) {
                        events.within(transaction, transaction.events().get(i));
                    }
                    transaction.finish();
                    return new Committed<>(result, transaction);
                }));
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !lostAgainstAnother(e)) {
                    throw e;
                }
            }
        }
    }

    private interface Call<T extends @Nullable Object> {
        T run();
    }

    private <T extends @Nullable Object> T guarded(Call<T> call) {
        try {
            T result = call.run();
            if (away.compareAndSet(true, false)) {
                log.warn("The database is back");
            }
            return result;
        } catch (JdbiException e) {
            if (!isAway(e)) {
                throw e;
            }
            if (away.compareAndSet(false, true)) {
                log.error("The database is away: {}", String.valueOf(rootMessage(e)));
            }
            throw Problem.unavailable("database-away", "The database is away. Try again in a few seconds.", e);
        }
    }

    /** Whether a unique constraint was violated: SQLState 23505 on both databases. */
    public static boolean isDuplicate(Throwable e) {
        return hasState(e, "23505");
    }

    private static boolean lostAgainstAnother(Throwable e) {
        // 40001 serialization failure, 40P01 deadlock (PostgreSQL); HSQLDB answers 40001 and 40502.
        return hasState(e, "40");
    }

    private static boolean isAway(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof org.jdbi.v3.core.ConnectionException) {
                return true;
            }
            if (t instanceof java.sql.SQLTransientConnectionException
                    || t instanceof java.sql.SQLNonTransientConnectionException) {
                return true;
            }
        }
        // 08 connection exception; 57P operator intervention; 53 insufficient resources (PostgreSQL's classes).
        return hasState(e, "08") || hasState(e, "57P") || hasState(e, "53");
    }

    private static boolean hasState(Throwable e, String prefix) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
