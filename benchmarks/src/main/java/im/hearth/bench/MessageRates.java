package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Messages from one to another, and posts by REST: the bare engine and Hearth in turn. */
final class MessageRates {
    private MessageRates() {}

    static void measure(Ground ground, Options options, Report report) throws Exception {
        List<Account> accounts;
        long idleMemory;
        try (EngineProcess engine = ground.hearth().start()) {
            idleMemory = Memory.afterSettling(engine.pid());
            accounts = ground.people(engine, 2 * options.pairs());
        }
        List<Result> bare = new ArrayList<>();
        List<Result> closed = new ArrayList<>();
        List<Result> open = new ArrayList<>();
        List<Result> posts = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            ground.note("messages, round " + round + " of " + options.rounds());
            try (EngineProcess engine = ground.bare().start();
                    Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), accounts)) {
                pairs.closedLoop(options.warmUp());
                bare.add(pairs.closedLoop(options.time()));
            }
            try (EngineProcess engine = ground.hearth().start()) {
                List<Account> now = ground.people(engine, accounts.size());
                try (Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), now)) {
                    pairs.closedLoop(options.warmUp());
                    closed.add(pairs.closedLoop(options.time()));
                    open.add(pairs.openLoop(options.openLoopRate(), options.time()));
                    pairs.drain();
                    RestPosts.run(engine.ports().web(), now, options.connections(), options.warmUp());
                    posts.add(RestPosts.run(engine.ports().web(), now, options.connections(), options.time()));
                }
            }
        }
        report.say(
                "%s, %d pairs, median of %d rounds of %d s",
                ground.database(), options.pairs(), options.rounds(), options.seconds());
        report.columns("what", "a second", "p50 ms", "p95 ms", "p99 ms");
        row(report, "messages, bare engine, closed loop", bare);
        row(report, "messages, Hearth, closed loop", closed);
        row(report, "messages, Hearth, open loop at " + options.openLoopRate() + "/s", open);
        row(report, "REST posts, Hearth, " + options.connections() + " connections", posts);
        double[] ratios = ratios(closed, bare);
        report.say(
                "Hearth / bare engine, closed loop: %.2f (%.2f to %.2f); idle memory of Hearth: %d MiB",
                ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1], idleMemory);
    }

    /** What the one did to what the other did in the same round, sorted. */
    static double[] ratios(List<Result> some, List<Result> others) {
        return IntStream.range(0, others.size())
                .mapToDouble(i -> some.get(i).perSecond() / others.get(i).perSecond())
                .sorted()
                .toArray();
    }

    private static void row(Report report, String what, List<Result> rounds) {
        Result result = Result.middle(rounds);
        Latencies times = result.latencies();
        report.row(List.of(
                what,
                Report.whole(result.perSecond()),
                Report.tenths(times.percentile(0.50)),
                Report.tenths(times.percentile(0.95)),
                Report.tenths(times.percentile(0.99))));
    }
}
