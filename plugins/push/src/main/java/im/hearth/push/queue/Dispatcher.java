package im.hearth.push.queue;

import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.push.PushSettings;
import im.hearth.push.devices.Platform;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a platform on this node. What is claimed is sent at once, for no more is claimed than there are workers
 * free: so a claim is as short as a try.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final Platform platform;
    private final PushQueue queue;
    private final Courier courier;
    private final Semaphore free;
    private final ExecutorService workers;
    private final AtomicBoolean stumbled = new AtomicBoolean();
    private final int half;
    private volatile boolean more;

    public Dispatcher(Platform platform, PushQueue queue, Courier courier, Settings settings) {
        this.platform = platform;
        this.queue = queue;
        this.courier = courier;
        int count = settings.get(PushSettings.WORKERS);
        this.half = (count + 1) / 2;
        this.free = new Semaphore(count);
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "hearth-push-" + platform.label() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Gives what is due to whichever workers are free; waits for none of them. */
    public void dispatch() {
        int most = free.drainPermits();
        int given = 0;
        try {
            List<Push> claimed = most == 0 ? List.of() : queue.claim(platform, most);
            more = most > 0 && claimed.size() == most;
            for (Push push : claimed) {
                workers.execute(() -> work(push));
                given++;
            }
            stumbled.set(false);
        } catch (Problem away) {
            log.debug("Pushes wait: {}", away.detail());
        } catch (RejectedExecutionException e) {
            log.debug("Nobody sends any more: the server stops");
        } catch (RuntimeException e) {
            if (stumbled.compareAndSet(false, true)) {
                log.error("Pushes by {} cannot be taken from the queue; they wait", platform.label(), e);
            }
        } finally {
            free.release(most - given);
        }
    }

    private void work(Push push) {
        try {
            courier.carry(push);
        } catch (Problem away) {
            log.debug("A push waits for the end of its claim: {}", away.detail());
        } catch (RuntimeException e) {
            log.error("A push by {} failed; it is tried again", platform.label(), e);
        } finally {
            free.release();
        }
        if (more && free.availablePermits() >= half) {
            dispatch();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
