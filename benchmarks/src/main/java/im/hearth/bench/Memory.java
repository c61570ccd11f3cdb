package im.hearth.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The memory of a process: resident, as the kernel counts it ({@code VmRSS} in {@code /proc/PID/status}), and its live heap. */
final class Memory {
    private static final int SETTLING_MILLIS = 10_000;

    /** The last line of {@code jcmd PID GC.class_histogram}: the number of all objects, and their bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)");

    private Memory() {}

    /**
     * What a process holds right after a full collection.
     *
     * @param liveBytes of objects that can be reached
     * @param residentBytes of the whole process
     */
    record Held(long liveBytes, long residentBytes) {}

    /** In MiB, some seconds after the start. */
    static long afterSettling(long pid) throws IOException, InterruptedException {
        Thread.sleep(SETTLING_MILLIS);
        return resident(pid) / 1024 / 1024;
    }

    /** What it holds, without garbage. */
    static Held held(long pid) throws IOException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("no histogram of " + pid + ": " + text);
        }
        return new Held(Long.parseLong(total.group(2)), resident(pid));
    }

    private static long resident(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return 1024
                    * lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0);
        }
    }
}
