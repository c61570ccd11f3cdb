package im.hearth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What notifications cost those who talk: messages between pairs, while somebody says things in groups whose members are
 * all away, each of them in one group as often as notifications are looked for at most: so that 1,000 notifications a
 * second are written, and queued for their devices. The same with the plugin that notifies and without it, in turn.
 */
final class PushLoad {
    private static final int AWAY = 100;
    private static final int GROUPS = 10;
    private static final int SAID_PER_SECOND = 10;

    /** How long what was said while there was nobody who notifies may take to be looked at. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** An engine that takes less processor time than this in each of two seconds has nothing to do. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** For the compiler of the Java machine: longer than elsewhere, for what is compared differs by little. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private PushLoad() {}

    /** One start of the engine. */
    private record Run(Result closed, Result open, double saidPerSecond, Duration behind) {}

    static void measure(Ground ground, Options options, Report report) throws Exception {
        int active = 2 * options.pairs();
        List<String> rooms = new ArrayList<>();
        try (EngineProcess engine = ground.hearth().start()) {
            List<Account> people = ground.people(engine, active + 1 + AWAY);
            List<Account> away = people.subList(active + 1, people.size());
            for (int number = 0; number < GROUPS; number++) {
                rooms.add(new Rest(engine.webUrl(), people.get(active)).createGroup("Away " + number, away));
            }
            // Nobody answers there: whatever is queued stays in the queue.
            String service = people.get(active).username() + "@" + engine.domain() + "/nobody";
            for (Account one : away) {
                new Rest(engine.webUrl(), one)
                        .post(
                                "/api/devices/",
                                Map.of("platform", "xmpp", "device_token", service, "node", one.username()));
            }
            awaitRest(engine);
        }
        List<Run> without = new ArrayList<>();
        List<Run> with = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            ground.note("push, round " + round + " of " + options.rounds());
            // Each is first in every other round: what else the machine does falls on both.
            for (boolean notifies : round % 2 == 1 ? new boolean[] {false, true} : new boolean[] {true, false}) {
                (notifies ? with : without).add(run(ground, rooms, options, notifies));
            }
        }
        report.say(
                "%s, %d pairs beside %d groups of the same %d who are away, median of %d rounds of %d s",
                ground.database(), options.pairs(), GROUPS, AWAY, options.rounds(), options.seconds());
        report.columns("what", "messages a second", "p50 ms", "p95 ms", "p99 ms");
        row(report, "closed loop, without notifications", without.stream().map(Run::closed));
        row(report, "closed loop, with notifications", with.stream().map(Run::closed));
        String rate = "open loop at " + options.openLoopRate() + "/s, ";
        row(report, rate + "without notifications", without.stream().map(Run::open));
        row(report, rate + "with notifications", with.stream().map(Run::open));
        double[] ratios = MessageRates.ratios(
                with.stream().map(Run::closed).toList(),
                without.stream().map(Run::closed).toList());
        report.say(
                "Notifications: %.0f a second; the last ones were written %d ms after they were said, at most."
                        + " With / without, closed loop: %.2f (%.2f to %.2f)",
                AWAY * with.stream().mapToDouble(Run::saidPerSecond).min().orElseThrow(),
                with.stream().mapToLong(run -> run.behind().toMillis()).max().orElseThrow(),
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1]);
    }

    private static Run run(Ground ground, List<String> rooms, Options options, boolean notifies) throws Exception {
        int active = 2 * options.pairs();
        try (EngineProcess engine = (notifies ? ground.hearth() : ground.hearthWithout("push")).start()) {
            List<Account> people = ground.people(engine, active + 1 + AWAY);
            Rest author = new Rest(engine.webUrl(), people.get(active));
            Rest away = new Rest(engine.webUrl(), people.get(people.size() - 1));
            long before = notifies ? settled(author, away, rooms) : 0;
            try (Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), people.subList(0, active));
                    Speaker speaker = new Speaker(author, rooms, SAID_PER_SECOND)) {
                long start = System.nanoTime();
                pairs.closedLoop(WARM_UP);
                Result closed = pairs.closedLoop(options.time());
                Result open = pairs.openLoop(options.openLoopRate(), options.time());
                int said = speaker.stop();
                long end = System.nanoTime();
                if (notifies) {
                    awaitCount(away, before + said);
                }
                return new Run(closed, open, said / ((end - start) / 1e9), Duration.ofNanos(System.nanoTime() - end));
            }
        }
    }

    /** Waits until the engine has done what it does by itself after a change, such as bookmarks for the members of groups. */
    private static void awaitRest(EngineProcess engine) {
        ProcessHandle process = ProcessHandle.of(engine.pid()).orElseThrow();
        Duration before = Duration.ZERO;
        for (Duration now = busy(process); now.minus(before).compareTo(QUIET) > 0; now = busy(process)) {
            before = now;
            Work.awaitTime(System.nanoTime() + LOOK.toNanos());
        }
    }

    private static Duration busy(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Waits until everything from before was looked at; answers how often the person was notified. */
    private static long settled(Rest author, Rest person, List<String> rooms) throws IOException, InterruptedException {
        String room = rooms.get(0);
        String last = author.post(
                        "/api/group-messages/",
                        Map.of("group", room.substring(0, room.indexOf('@')), "content", "Hello?"))
                .path("id")
                .asText();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (notifications(person)
                .noneMatch(one -> one.at("/subject/id").asText().equals(last))) {
            pause(end, "what was said before is not looked at");
        }
        return count(person);
    }

    private static Stream<JsonNode> notifications(Rest person) throws IOException, InterruptedException {
        JsonNode items = person.get("/api/notifications/?unread=true&limit=100").path("items");
        return IntStream.range(0, items.size()).mapToObj(items::get);
    }

    /** How much was said in groups that a person was notified of. */
    private static long count(Rest person) throws IOException, InterruptedException {
        return notifications(person)
                .filter(one -> one.path("kind").asText().equals("group_message"))
                .mapToLong(one -> one.path("count").asLong())
                .sum();
    }

    private static void awaitCount(Rest person, long wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long count = count(person); count != wanted; count = count(person)) {
            pause(end, count + " of " + wanted + " notifications are there");
        }
    }

    private static void pause(long end, String failure) throws IOException {
        if (System.nanoTime() > end) {
            throw new IOException(failure);
        }
        Work.awaitTime(System.nanoTime() + Duration.ofMillis(20).toNanos());
    }

    private static void row(Report report, String what, Stream<Result> rounds) {
        Result result = Result.middle(rounds.toList());
        report.row(List.of(
                what,
                Report.whole(result.perSecond()),
                Report.tenths(result.latencies().percentile(0.50)),
                Report.tenths(result.latencies().percentile(0.95)),
                Report.tenths(result.latencies().percentile(0.99))));
    }
}
