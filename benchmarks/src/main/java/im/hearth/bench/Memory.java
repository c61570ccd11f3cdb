package im.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The resident memory of a process, as the kernel counts it ({@code VmRSS} in {@code /proc/PID/status}). */
final class Memory {
    private static final int SETTLING_MILLIS = 10_000;

    private Memory() {}

    /** In MiB, some seconds after the start. */
    static long afterSettling(long pid) throws IOException, InterruptedException {
        Thread.sleep(SETTLING_MILLIS);
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    / 1024;
        }
    }
}
