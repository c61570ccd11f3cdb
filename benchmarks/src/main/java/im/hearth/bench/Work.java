package im.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Tasks that run at once, each in a thread of its own. */
final class Work {
    private Work() {}

    /** Runs all to their ends, and counts their time from that moment of {@link System#nanoTime}. */
    static Result run(List<Callable<long[]>> tasks, long start) {
        ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
        try {
            List<long[]> parts = new ArrayList<>();
            for (Future<long[]> future : executor.invokeAll(tasks)) {
                parts.add(future.get());
            }
            return new Result(Latencies.of(parts), (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Waits until that moment of {@link System#nanoTime}. */
    static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
