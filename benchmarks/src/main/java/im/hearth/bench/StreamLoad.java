package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A thousand event streams, each of an account of its own: what they cost, and how soon they tell. */
final class StreamLoad {
    private static final int STREAMS = 1_000;

    /** Messages a second to accounts with streams, one after the other: what is measured is not the archive. */
    private static final int RATE = 50;

    /** How long the last ones may be on their way. */
    private static final Duration REST = Duration.ofSeconds(2);

    private StreamLoad() {}

    private record Kept(Memory.Held before, Memory.Held after) {
        String liveKib() {
            return Report.tenths((after.liveBytes() - before.liveBytes()) / 1024.0 / STREAMS);
        }

        String residentKib() {
            return Report.tenths((after.residentBytes() - before.residentBytes()) / 1024.0 / STREAMS);
        }
    }

    static void measure(Ground ground, Options options, Report report) throws Exception {
        int writers = 2 * options.pairs();
        report.say(
                "%s, %d event streams, each of its own account; %d messages a second to them for %d s",
                ground.database(), STREAMS, RATE, options.seconds());
        report.columns("stream", "live heap KiB each", "resident KiB each", "arrived", "p50 ms", "p95 ms", "p99 ms");
        for (OpenStreams.Kind kind : OpenStreams.Kind.values()) {
            arrival(ground, kind, options, report);
        }
        List<Result> without = new ArrayList<>();
        List<Result> with = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            ground.note("messages beside streams, round " + round + " of " + options.rounds());
            try (EngineProcess engine = ground.hearth().start()) {
                List<Account> people = ground.people(engine, Math.max(STREAMS, writers));
                try (Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), people.subList(0, writers))) {
                    pairs.closedLoop(options.warmUp());
                    without.add(pairs.closedLoop(options.time()));
                    try (OpenStreams streams =
                            new OpenStreams(OpenStreams.Kind.SSE, engine.ports().web(), people.subList(0, STREAMS))) {
                        with.add(pairs.closedLoop(options.time()));
                        streams.taken();
                    }
                }
            }
        }
        report.say("%s, %d pairs that write to each other in a closed loop", ground.database(), options.pairs());
        report.columns("what", "messages a second", "p50 ms", "p99 ms", "of without");
        double[] ratios = MessageRates.ratios(with, without);
        row(report, "no event streams", without, "");
        row(
                report,
                STREAMS + " event streams, " + Math.min(STREAMS, writers) + " of them the writers'",
                with,
                Report.hundredths(ratios[ratios.length / 2]));
    }

    private static void arrival(Ground ground, OpenStreams.Kind kind, Options options, Report report) throws Exception {
        try (EngineProcess engine = ground.hearth().start()) {
            List<Account> people = ground.people(engine, STREAMS + 1);
            List<Account> readers = people.subList(0, STREAMS);
            ground.note("opening " + STREAMS + " streams, " + kind);
            int port = engine.ports().web();
            try (OpenStreams few = new OpenStreams(kind, port, readers.subList(0, STREAMS / 10));
                    Client sender = sender(engine, people.get(STREAMS))) {
                send(sender, engine.domain(), readers.subList(0, STREAMS / 10), options.warmUp());
                few.taken();
            }
            Memory.Held before = Memory.held(engine.pid());
            try (OpenStreams streams = new OpenStreams(kind, port, readers);
                    Client sender = sender(engine, people.get(STREAMS))) {
                Kept kept = new Kept(before, Memory.held(engine.pid()));
                int sent = send(sender, engine.domain(), readers, options.time());
                Latencies times = streams.taken();
                report.row(List.of(
                        kind == OpenStreams.Kind.SSE ? "Server-Sent Events" : "WebSocket",
                        kept.liveKib(),
                        kept.residentKib(),
                        times.count() + " of " + sent,
                        Report.tenths(times.percentile(0.50)),
                        Report.tenths(times.percentile(0.95)),
                        Report.tenths(times.percentile(0.99))));
            }
        }
    }

    private static Client sender(EngineProcess engine, Account account) throws IOException {
        return Client.login(engine.ports().xmpp(), engine.domain(), account.username(), account.password());
    }

    /** Sends at the steady rate to one after the other, and waits until the last ones are there. */
    private static int send(Client sender, String domain, List<Account> readers, Duration time) throws IOException {
        long start = System.nanoTime();
        long period = Duration.ofSeconds(1).toNanos() / RATE;
        int count = (int) (time.toNanos() / period);
        for (int number = 0; number < count; number++) {
            Work.awaitTime(start + number * period);
            int receiver = number % readers.size();
            sender.send(readers.get(receiver).username() + "@" + domain, "e" + number, OpenStreams.stamp(receiver));
        }
        Work.awaitTime(System.nanoTime() + REST.toNanos());
        return count;
    }

    private static void row(Report report, String what, List<Result> rounds, String ratio) {
        Result result = Result.middle(rounds);
        report.row(List.of(
                what,
                Report.whole(result.perSecond()),
                Report.tenths(result.latencies().percentile(0.50)),
                Report.tenths(result.latencies().percentile(0.99)),
                ratio));
    }
}
