package im.hearth.people;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what follows a change and is sent to clients, one after the other: so what is told last is what holds. */
final class Later implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Later.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hearth-people");
        thread.setDaemon(true);
        return thread;
    });

    void run(Runnable task) {
        run(Duration.ZERO, task);
    }

    void run(Duration delay, Runnable task) {
        try {
            var unused = executor.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The server stops; clients see the change when they come again");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("What follows a change could not be done", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
