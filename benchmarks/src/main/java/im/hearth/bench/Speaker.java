package im.hearth.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Somebody who says things in groups by REST, in one after the other, at a steady rate, until closed. */
final class Speaker implements AutoCloseable {
    private final Rest author;
    private final List<String> groups;
    private final long period;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "bench-speaker");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<Integer> said;
    private volatile boolean stopped;

    /**
     * Begins at once.
     *
     * @param rooms the groups, as JIDs
     */
    Speaker(Rest author, List<String> rooms, int perSecond) {
        this.author = author;
        this.groups =
                rooms.stream().map(room -> room.substring(0, room.indexOf('@'))).toList();
        this.period = Duration.ofSeconds(1).toNanos() / perSecond;
        this.said = executor.submit(this::speak);
    }

    private int speak() throws IOException, InterruptedException {
        int count = 0;
        for (long due = System.nanoTime(); !stopped; due += period) {
            Work.awaitTime(due);
            String group = groups.get(count % groups.size());
            author.post("/api/group-messages/", Map.of("group", group, "content", "Who is there?"));
            count++;
        }
        return count;
    }

    /** Says no more, and answers how much it was; all of it is archived. */
    int stop() throws IOException, InterruptedException {
        stopped = true;
        try {
            return said.get();
        } catch (ExecutionException e) {
            throw new IOException("what is said in groups failed", e.getCause());
        }
    }

    @Override
    public void close() {
        stopped = true;
        executor.shutdownNow();
    }
}
