package im.hearth.push;

import im.hearth.core.problem.Problem;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what need not keep anybody waiting, one after the other. What is lost with a crash, the courier finds out itself. */
final class Later implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Later.class);

    /** More than this wait only while the database does not keep up; then it is not to be loaded more. */
    private static final int WAITING_MOST = 10_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "hearth-push-later");
        thread.setDaemon(true);
        return thread;
    });

    void run(Runnable task) {
        if (waiting.incrementAndGet() > WAITING_MOST) {
            waiting.decrementAndGet();
            log.debug("Too much waits: something is not noted");
            return;
        }
        try {
            executor.execute(() -> {
                waiting.decrementAndGet();
                guarded(task);
            });
        } catch (RejectedExecutionException e) {
            log.debug("The server stops: something is not noted");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Problem away) {
            log.debug("Something is not noted: {}", away.detail());
        } catch (RuntimeException e) {
            log.error("Something could not be noted", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
