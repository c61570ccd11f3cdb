package im.hearth.people;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what follows a change and is sent to clients, one after the other: so what is told last is what holds. */
final class Later implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Later.class);

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "hearth-people");
        thread.setDaemon(true);
        return thread;
    });

    void run(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    log.error("What follows a change could not be done", e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("The server stops; clients see the change when they come again");
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
