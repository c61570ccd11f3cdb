package im.hearth.push;

import im.hearth.core.problem.Problem;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what need not keep anybody waiting, one after the other. What is lost with a crash, the courier finds out itself. */
final class Later implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Later.class);

    /** More than this wait only while the database does not keep up; then it is not to be loaded more. */
    private static final int WAITING_MOST = 10_000;

    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MOST), task -> {
                Thread thread = new Thread(task, "hearth-push-read");
                thread.setDaemon(true);
                return thread;
            });

    void run(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("Too much waits, or the server stops: a notification stays unread");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Problem away) {
            log.debug("A notification stays unread: {}", away.detail());
        } catch (RuntimeException e) {
            log.error("A notification could not be marked as read", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
