package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is to be archived. One thread takes whatever waits, allots the ids, and commits all of it in one
 * transaction: while one commit is on its way to the disk the next one fills up, so many senders share the price of one.
 *
 * <p>Who gets an id back has a message that survives a crash; who gets a problem has none in the archive.
 */
public final class ArchiveWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ArchiveWriter.class);

    /** How many may wait. At 1,000 commits a second, full batches empty it within a second. */
    private static final int WAITING_MOST = 10_000;

    /** How many share one commit: enough for the price of a commit to vanish, few enough to be quick. */
    private static final int BATCH_MOST = 256;

    /** How long an entry waits for its turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A commit that takes longer than this is stuck: nobody else gets in line behind it. */
    private static final Duration STUCK = Duration.ofSeconds(5);

    /** How long to ask a database that went away during a commit whether it did commit. */
    private static final Duration DOUBT = Duration.ofSeconds(30);

    /** In whose archive a stanza is. */
    @FunctionalInterface
    public interface Keeping {
        /** Decides; on the path of every stanza, so quickly. */
        Kept of(Draft draft);

        /** The same, of a mark that its sender has read something: there is nobody to refuse it to. */
        default Kept ofMark(Draft mark) {
            return of(mark);
        }
    }

    private final Database database;
    private final ArchiveStore store;
    private final Encounters encounters;
    private final Keeping keeping;
    private final Clock clock;
    private final ArchiveMeters meters;
    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(WAITING_MOST);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "hearth-archive");

    /** When the commit that is under way began, of {@link System#nanoTime}; 0 for none. */
    private volatile long busySince;

    /** Writes what everybody whom it concerns keeps. */
    public ArchiveWriter(Database database, ArchiveStore store, Clock clock) {
        this(database, store, clock, ArchiveMeters.none());
    }

    public ArchiveWriter(Database database, ArchiveStore store, Clock clock, ArchiveMeters meters) {
        this(database, store, draft -> Kept.BY_BOTH, clock, meters);
    }

    public ArchiveWriter(Database database, ArchiveStore store, Keeping keeping, Clock clock, ArchiveMeters meters) {
        this.database = database;
        this.store = store;
        this.encounters = new Encounters(new EncounterStore());
        this.keeping = keeping;
        this.clock = clock;
        this.meters = meters;
        thread.setDaemon(true);
        thread.start();
    }

    /** As {@link #commit(Draft, Effect)}, for a stanza that changes nothing but the archive. */
    public long commit(Draft draft) {
        return commit(draft, Effect.NONE);
    }

    /**
     * Archives the draft, and has the effect, in one transaction; returns once it is committed.
     *
     * @return the id that it got
     * @throws Problem of kind UNAVAILABLE if it is not archived: the database is away or too slow, or the server stops;
     *     whatever the effect throws
     */
    public long commit(Draft draft, Effect effect) {
        return commit(draft, keeping.of(draft), effect);
    }

    /** In whose archive the draft would be now. */
    Kept kept(Draft draft) {
        return keeping.of(draft);
    }

    /** In whose archive a mark that its sender has read something would be now. */
    Kept keptMark(Draft mark) {
        return keeping.ofMark(mark);
    }

    /** As {@link #commit(Draft, Effect)}, into these archives, whatever people prefer. */
    public long commit(Draft draft, Kept kept, Effect effect) {
        if (isClosed()) {
            throw busy("The server is stopping. Send it again in a few seconds.");
        }
        if (isStuck()) {
            throw busy("The database is not keeping up. Send it again in a few seconds.");
        }
        Pending pending = new Pending(new ArchiveStore.Entry(draft, kept), effect);
        if (!waiting.offer(pending)) {
            throw busy("Too many messages are waiting to be stored. Send it again in a few seconds.");
        }
        if (isClosed() && waiting.remove(pending)) {
            throw busy("The server is stopping. Send it again in a few seconds.");
        }
        long id = outcome(pending);
        effect.committed(id);
        return id;
    }

    private static long outcome(Pending pending) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return pending.outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    // One that the writer has taken gets an outcome: an error for a message that is stored would be a
                    // lie.
                    log.debug("A message has waited for {}", PATIENCE);
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Problem problem) {
                        throw problem;
                    }
                    throw new IllegalStateException("Archiving failed", e.getCause());
                }
                if (pending.claim()) {
                    throw busy("The database is not keeping up. Send it again in a few seconds.");
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes no more, stores what waits, and stops. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        List<Pending> left = new ArrayList<>();
        waiting.drainTo(left);
        left.stream()
                .filter(Pending::claim)
                .forEach(pending ->
                        pending.outcome.completeExceptionally(busy("The server is stopping. Send it again soon.")));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<Pending> batch = new ArrayList<>(BATCH_MOST);
        while (!isClosed() || !waiting.isEmpty()) {
            try {
                Pending first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, BATCH_MOST - 1);
                batch.removeIf(pending -> !pending.claim());
                busySince = System.nanoTime() | 1;
                write(batch);
            } catch (InterruptedException e) {
                log.debug("Somebody interrupted the archive; it goes on until it is closed");
            } catch (RuntimeException e) {
                log.error("The archive stumbled", e);
                batch.forEach(pending -> pending.outcome.completeExceptionally(e));
            } finally {
                busySince = 0;
                batch.clear();
            }
        }
    }

    /** Writes all in one commit; if one of them cannot be, each by itself, so that it spoils nobody else's. */
    private void write(List<Pending> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            long id = transact(batch);
            for (Pending pending : batch) {
                pending.outcome.complete(id++);
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1 || isAway(e)) {
                batch.forEach(pending -> pending.outcome.completeExceptionally(e));
            } else {
                batch.forEach(pending -> write(List.of(pending)));
            }
        }
    }

    private long transact(List<Pending> batch) {
        List<ArchiveStore.Entry> entries =
                batch.stream().map(pending -> pending.entry).toList();
        List<Draft> drafts = entries.stream().map(ArchiveStore.Entry::draft).toList();
        AtomicLong firstId = new AtomicLong();
        AtomicBoolean ready = new AtomicBoolean();
        long begun = System.nanoTime();
        try {
            long committed = database.write(transaction -> {
                ready.set(false);
                Handle handle = transaction.handle();
                long first = store.allot(handle, entries.size(), MessageId.at(clock.instant()));
                firstId.set(first);
                store.insert(handle, entries, first);
                long id = first;
                for (Pending pending : batch) {
                    pending.effect.apply(transaction, id++);
                }
                encounters.note(transaction, drafts);
                ready.set(true);
                return first;
            });
            meters.committed(drafts, Duration.ofNanos(System.nanoTime() - begun));
            return committed;
        } catch (RuntimeException e) {
            if (ready.get() && didCommit(firstId.get(), e)) {
                meters.committed(drafts, Duration.ofNanos(System.nanoTime() - begun));
                return firstId.get();
            }
            throw e;
        }
    }

    /**
     * Finds out whether a commit that failed did commit: the connection may have gone before the answer came. The lost
     * transaction, if the database still has it, holds the clock's row: so whoever gets that row sees how it ended.
     */
    private boolean didCommit(long firstId, RuntimeException failure) {
        long deadline = System.nanoTime() + DOUBT.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return database.write(transaction -> {
                    store.awaitOthers(transaction.handle());
                    return store.exists(transaction.handle(), firstId);
                });
            } catch (Problem e) {
                log.debug("The database is still away; whether it committed is not known yet");
            }
            try {
                if (closed.await(250, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                log.debug("Somebody interrupted the archive; it goes on until it is closed");
            }
        }
        log.error(
                "Whether messages from id {} on were stored is not known; their senders are told no", firstId, failure);
        return false;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean isStuck() {
        long since = busySince;
        return since != 0 && System.nanoTime() - since > STUCK.toNanos();
    }

    private static boolean isAway(RuntimeException e) {
        return e instanceof Problem problem && problem.kind() == Kind.UNAVAILABLE;
    }

    private static Problem busy(String detail) {
        return Problem.unavailable("archive-busy", detail, null);
    }

    private static final class Pending {
        final ArchiveStore.Entry entry;
        final Effect effect;
        final CompletableFuture<Long> outcome = new CompletableFuture<>();
        private final AtomicBoolean claimed = new AtomicBoolean();

        Pending(ArchiveStore.Entry entry, Effect effect) {
            this.entry = entry;
            this.effect = effect;
        }

        /** Whether it is the caller's now: the writer claims it to store it, its sender to give up waiting. */
        boolean claim() {
            return claimed.compareAndSet(false, true);
        }
    }
}
