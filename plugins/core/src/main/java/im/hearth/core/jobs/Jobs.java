package im.hearth.core.jobs;

import im.hearth.core.db.Database;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work now and again, each job on one node at a time: whoever wins the job's row in the database does it, and the
 * row says when it is due next, so that a restart neither forgets nor repeats it.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    /** How long a node that died in the middle of a job keeps others from it. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final Database database;
    private final JobStore store;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "hearth-jobs");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, ScheduledFuture<?>> scheduled = new ConcurrentHashMap<>();

    public Jobs(Database database, JobStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Runs the work about once every period, on one node.
     *
     * @param name the job's name, the same on every node: {@code phone-auth.purge}
     */
    public Registration every(String name, Duration period, Runnable work) {
        // Asking a few times within a period lets another node take over soon after one is gone.
        long tick = Math.max(200, Math.min(period.toMillis() / 4, 30_000));
        ScheduledFuture<?> future =
                executor.scheduleWithFixedDelay(() -> runIfDue(name, period, work), tick, tick, TimeUnit.MILLISECONDS);
        scheduled.put(name, future);
        return () -> {
            future.cancel(false);
            scheduled.remove(name, future);
        };
    }

    /** Runs the work now and then once every period, on each node: what each has for itself. */
    public Registration onEachNode(String name, Duration period, Runnable work) {
        ScheduledFuture<?> future = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (Problem e) {
                        log.debug("The job {} waits: {}", name, e.detail());
                    } catch (RuntimeException e) {
                        log.error("The job {} failed; it runs again when it is due", name, e);
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    /** Runs the job if it is due and no other node has it; says whether it ran. */
    boolean runIfDue(String name, Duration period, Runnable work) {
        try {
            long now = clock.millis();
            boolean ours = database.write(tx -> store.take(tx.handle(), name, now, now + LEASE.toMillis()));
            if (!ours) {
                return false;
            }
            try {
                work.run();
            } finally {
                database.write(tx -> store.done(tx.handle(), name, clock.millis() + period.toMillis()));
            }
            return true;
        } catch (Problem e) {
            log.debug("The job {} waits: {}", name, e.detail());
        } catch (RuntimeException e) {
            if (!Database.isDuplicate(e)) {
                log.error("The job {} failed; it runs again when it is due", name, e);
            }
        }
        return false;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
