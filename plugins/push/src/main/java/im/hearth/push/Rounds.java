package im.hearth.push;

import im.hearth.core.problem.Problem;
import im.hearth.push.notifications.Follower;
import im.hearth.push.queue.Dispatcher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again: for what happened, on whichever node looks first, and for what is due to be sent. */
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    /** How long something that happened waits to be looked at, at most; many of it together cost little more than one. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** How long something that has become due, or that another node queued, waits at most. */
    private static final Duration DUE = Duration.ofSeconds(1);

    /** How long to wait after a failure that is none of the database's being away. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final Follower follower;
    private final List<Dispatcher> dispatchers;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "hearth-push");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    Rounds(Follower follower, List<Dispatcher> dispatchers) {
        this.follower = follower;
        this.dispatchers = List.copyOf(dispatchers);
    }

    void start() {
        schedule(LOOK);
        var unused = executor.scheduleWithFixedDelay(
                () -> dispatchers.forEach(Dispatcher::dispatch), DUE.toMillis(), DUE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void schedule(Duration delay) {
        if (!executor.isShutdown()) {
            var unused = executor.schedule(() -> schedule(look()), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Looks, and says when to look again. */
    private Duration look() {
        try {
            Follower.Progress progress = follower.follow();
            if (progress.queued()) {
                dispatchers.forEach(Dispatcher::dispatch);
            }
            failing = false;
            return progress.more() ? Duration.ZERO : LOOK;
        } catch (Problem away) {
            log.debug("What happens is looked at later: {}", away.detail());
            return DUE;
        } catch (RuntimeException e) {
            if (!failing) {
                log.error("What happens cannot be looked at; it is tried again", e);
            }
            failing = true;
            return REST;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
