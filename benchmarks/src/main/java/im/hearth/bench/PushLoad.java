package im.hearth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What notifications cost those who talk: messages between pairs, while somebody says things in a group whose members are
 * all away, so that 1,000 notifications a second are written and queued for their devices. The same with the plugin that
 * notifies and without it, in turn.
 */
final class PushLoad {
    private static final int AWAY = 100;
    private static final int SAID_PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PushLoad() {}

    static void measure(Ground ground, Options options, Report report) throws Exception {
        int active = 2 * options.pairs();
        String room;
        try (EngineProcess engine = ground.hearth().start()) {
            List<Account> people = ground.people(engine, active + AWAY + 1);
            List<Account> away = people.subList(active + 1, people.size());
            room = new Rest(engine.webUrl(), people.get(active)).createGroup("Away", away);
            for (Account one : away) {
                // Nobody answers there: whatever is queued stays in the queue.
                new Rest(engine.webUrl(), one)
                        .post(
                                "/api/devices/",
                                Map.of(
                                        "platform",
                                        "xmpp",
                                        "device_token",
                                        one.username() + "@" + engine.domain() + "/nobody",
                                        "node",
                                        "bench"));
            }
        }
        List<Result> without = new ArrayList<>();
        List<Result> with = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            ground.note("push, round " + round + " of " + options.rounds());
            without.add(run(ground, ground.hearthWithout("push"), room, options, null));
            with.add(run(ground, ground.hearth(), room, options, perSecond));
        }
        report.say(
                "%s, %d pairs beside a group of %d who are away, median of %d rounds of %d s",
                ground.database(), options.pairs(), AWAY, options.rounds(), options.seconds());
        report.columns("what", "messages a second", "p50 ms", "p99 ms");
        row(report, "without notifications", without);
        row(report, "with notifications", with);
        double[] ratios = MessageRates.ratios(with, without);
        report.say(
                "With / without: %.2f (%.2f to %.2f); notifications queued a second: %.0f",
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                perSecond.stream().sorted().toList().get(perSecond.size() / 2));
    }

    private static Result run(
            Ground ground,
            EngineProcess.Builder builder,
            String room,
            Options options,
            @Nullable List<Double> perSecond)
            throws Exception {
        int active = 2 * options.pairs();
        try (EngineProcess engine = builder.start()) {
            List<Account> people = ground.people(engine, active + AWAY + 1);
            Rest author = new Rest(engine.webUrl(), people.get(active));
            Rest away = new Rest(engine.webUrl(), people.get(people.size() - 1));
            try (Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), people.subList(0, active))) {
                pairs.closedLoop(options.warmUp());
                long before = perSecond == null ? 0 : count(away);
                AtomicInteger said = new AtomicInteger();
                long start = System.nanoTime();
                Thread speaker = new Thread(() -> speak(author, room, said), "bench-speaker");
                speaker.setDaemon(true);
                speaker.start();
                Result result = pairs.closedLoop(options.time());
                speaker.interrupt();
                speaker.join();
                if (perSecond != null) {
                    awaitCount(away, before + said.get());
                    perSecond.add(said.get() * AWAY / ((System.nanoTime() - start) / 1e9));
                }
                return result;
            }
        }
    }

    private static void speak(Rest author, String room, AtomicInteger said) {
        String group = room.substring(0, room.indexOf('@'));
        long period = Duration.ofSeconds(1).toNanos() / SAID_PER_SECOND;
        try {
            for (long due = System.nanoTime(); !Thread.currentThread().isInterrupted(); due += period) {
                Work.awaitTime(due);
                author.post("/api/group-messages/", Map.of("group", group, "content", "Who is there?"));
                said.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException("what is said beside it failed", e);
        } catch (InterruptedException e) {
            // One that was interrupted on its way was said all the same, or not: the count may be one too low.
            Thread.currentThread().interrupt();
        }
    }

    private static long count(Rest person) throws IOException, InterruptedException {
        for (JsonNode one : person.get("/api/notifications/?unread=true").path("items")) {
            if (one.path("kind").asText().equals("group_message")) {
                return one.path("count").asLong();
            }
        }
        return 0;
    }

    private static void awaitCount(Rest person, long least) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (count(person) < least) {
            if (System.nanoTime() > end) {
                throw new IOException("notifications do not keep up");
            }
            Work.awaitTime(System.nanoTime() + Duration.ofMillis(50).toNanos());
        }
    }

    private static void row(Report report, String what, List<Result> rounds) {
        Result result = Result.middle(rounds);
        report.row(List.of(
                what,
                Report.whole(result.perSecond()),
                Report.tenths(result.latencies().percentile(0.50)),
                Report.tenths(result.latencies().percentile(0.99))));
    }
}
