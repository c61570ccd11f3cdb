package im.hearth.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What processes print, line by line. */
final class ProcessOutput {
    private final List<String> lines = new ArrayList<>();

    /** Reads until the process closes its output, which it does at its end; the thread that is returned ends then. */
    Thread readFrom(Process process) {
        Thread reader = new Thread(() -> read(process), "engine-output");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized int size() {
        return lines.size();
    }

    Optional<String> await(int from, Predicate<String> condition, Duration limit) {
        return await(from, condition, limit, null);
    }

    /** @param process whose end also ends the waiting */
    synchronized Optional<String> await(
            int from, Predicate<String> condition, Duration limit, @Nullable Process process) {
        long end = System.nanoTime() + limit.toNanos();
        int next = from;
        while (true) {
            for (; next < lines.size(); next++) {
                if (condition.test(lines.get(next))) {
                    return Optional.of(lines.get(next));
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || (process != null && !process.isAlive())) {
                return Optional.empty();
            }
            try {
                wait(Math.min(left, 200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private void read(Process process) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }
}
