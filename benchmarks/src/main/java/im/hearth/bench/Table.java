package im.hearth.bench;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The figures, as a table in Markdown. A row is the round in the middle. */
final class Table {
    private Table() {}

    static void print(
            PrintStream out,
            String database,
            Options options,
            List<Pairs.Result> bare,
            List<Pairs.Result> closed,
            List<Pairs.Result> open,
            List<Pairs.Result> posts,
            long idleMemory) {
        out.printf(
                Locale.ROOT,
                "%n%s, %d pairs, median of %d rounds of %d s%n%n",
                database,
                options.pairs(),
                options.rounds(),
                options.seconds());
        out.println("| what | a second | p50 ms | p95 ms | p99 ms |");
        out.println("|---|---:|---:|---:|---:|");
        row(out, "messages, bare engine, closed loop", middle(bare));
        row(out, "messages, Hearth, closed loop", middle(closed));
        row(out, "messages, Hearth, open loop at " + options.openLoopRate() + "/s", middle(open));
        row(out, "REST posts, Hearth, " + options.connections() + " connections", middle(posts));
        double[] ratios = IntStream.range(0, bare.size())
                .mapToDouble(i -> closed.get(i).perSecond() / bare.get(i).perSecond())
                .sorted()
                .toArray();
        out.printf(
                Locale.ROOT,
                "%nHearth / bare engine, closed loop: %.2f (%.2f to %.2f); idle memory of Hearth: %d MiB%n",
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                idleMemory);
    }

    private static Pairs.Result middle(List<Pairs.Result> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(Pairs.Result::perSecond))
                .toList()
                .get(results.size() / 2);
    }

    private static void row(PrintStream out, String what, Pairs.Result result) {
        Latencies times = result.latencies();
        out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.1f | %.1f | %.1f |%n",
                what,
                result.perSecond(),
                times.percentile(0.50),
                times.percentile(0.95),
                times.percentile(0.99));
    }
}
