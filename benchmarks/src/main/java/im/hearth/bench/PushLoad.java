package im.hearth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What notifications cost those who talk: messages between pairs, while somebody says things in groups whose members are
 * all away, each of them in one group as often as notifications are looked for at most: so that 1,000 notifications a
 * second are written, and queued for their devices. In one start of the engine, times when somebody says things and times
 * when nobody does are taken in turn; and the whole with the plugin that notifies and without it, in turn.
 */
final class PushLoad {
    private static final int AWAY = 100;
    private static final int GROUPS = 10;
    private static final int SAID_PER_SECOND = 10;

    /** How often, in one start of the engine, what is compared is taken in turn: it differs by little. */
    private static final int TURNS = 4;

    /** How long what was said while there was nobody who notifies may take to be looked at. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** An engine that takes less processor time than this in each of two seconds has nothing to do. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** For the compiler of the Java machine: longer than elsewhere, for what is compared differs by little. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private PushLoad() {}

    /** One start of the engine. */
    private record Run(List<Turn> silent, List<Turn> told, Result open, double saidPerSecond, Duration behind) {}

    /** One of the times that are taken in turn, in microseconds of the engine's and the database's processor time. */
    private record Turn(Result result, double microsPerMessage) {}

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
        row(report, "closed loop, without the plugin", results(all(without, Run::told)));
        row(report, "closed loop, nobody is notified", results(all(with, Run::silent)));
        row(report, "closed loop, 1,000 are notified a second", results(all(with, Run::told)));
        String rate = "open loop at " + options.openLoopRate() + "/s, ";
        row(report, rate + "without the plugin", without.stream().map(Run::open).toList());
        row(
                report,
                rate + "1,000 are notified a second",
                with.stream().map(Run::open).toList());
        report.say(
                "Notifications: %.0f a second; the last ones were written %d ms after they were said, at most.",
                AWAY * with.stream().mapToDouble(Run::saidPerSecond).min().orElseThrow(),
                with.stream().mapToLong(run -> run.behind().toMillis()).max().orElseThrow());
        report.columns("1,000 are notified a second", "messages a second", "processor time of a message");
        compare(report, "to nobody is notified", all(with, Run::told), all(with, Run::silent));
        compare(report, "to without the plugin", all(with, Run::told), all(without, Run::told));
    }

    private static List<Turn> all(List<Run> runs, Function<Run, List<Turn>> part) {
        return runs.stream().map(part).flatMap(List::stream).toList();
    }

    private static List<Result> results(List<Turn> turns) {
        return turns.stream().map(Turn::result).toList();
    }

    private static void compare(Report report, String what, List<Turn> some, List<Turn> others) {
        report.row(List.of(
                what,
                range(MessageRates.ratios(results(some), results(others))),
                range(IntStream.range(0, some.size())
                        .mapToDouble(i ->
                                some.get(i).microsPerMessage() / others.get(i).microsPerMessage())
                        .sorted()
                        .toArray())));
    }

    private static String range(double[] sorted) {
        return "%.2f (%.2f to %.2f)".formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private static Run run(Ground ground, List<String> rooms, Options options, boolean notifies) throws Exception {
        int active = 2 * options.pairs();
        try (EngineProcess engine = (notifies ? ground.hearth() : ground.hearthWithout("push")).start()) {
            List<Account> people = ground.people(engine, active + 1 + AWAY);
            Rest author = new Rest(engine.webUrl(), people.get(active));
            Rest away = new Rest(engine.webUrl(), people.get(people.size() - 1));
            long before = notifies ? settled(author, away, rooms) : 0;
            try (Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), people.subList(0, active))) {
                pairs.closedLoop(WARM_UP);
                Spoken spoken = new Spoken();
                Processor processor = new Processor(engine, ground);
                Supplier<Turn> quietly = () -> turn(processor, () -> pairs.closedLoop(options.time()));
                List<Turn> silent = new ArrayList<>();
                List<Turn> told = new ArrayList<>();
                for (int turn = 0; turn < TURNS; turn++) {
                    if (turn % 2 == 0) {
                        silent.add(quietly.get());
                    }
                    told.add(spoken.during(author, rooms, quietly));
                    if (turn % 2 == 1) {
                        silent.add(quietly.get());
                    }
                }
                Result open =
                        spoken.during(author, rooms, () -> pairs.openLoop(options.openLoopRate(), options.time()));
                long end = System.nanoTime();
                if (notifies) {
                    awaitCount(away, before + spoken.said);
                }
                return new Run(
                        silent,
                        told,
                        open,
                        spoken.said / (spoken.nanos / 1e9),
                        Duration.ofNanos(System.nanoTime() - end));
            }
        }
    }

    private static Turn turn(Processor processor, Supplier<Result> work) {
        Duration before = processor.taken();
        Result result = work.get();
        double micros = processor.taken().minus(before).toNanos() / 1e3;
        return new Turn(result, micros / result.latencies().count());
    }

    /** How much was said, in how long. */
    private static final class Spoken {
        private int said;
        private long nanos;

        <T> T during(Rest author, List<String> rooms, Supplier<T> work) throws IOException, InterruptedException {
            long start = System.nanoTime();
            try (Speaker speaker = new Speaker(author, rooms, SAID_PER_SECOND)) {
                T result = work.get();
                said += speaker.stop();
                nanos += System.nanoTime() - start;
                return result;
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

    private static void row(Report report, String what, List<Result> rounds) {
        Result result = Result.middle(rounds);
        report.row(List.of(
                what,
                Report.whole(result.perSecond()),
                Report.tenths(result.latencies().percentile(0.50)),
                Report.tenths(result.latencies().percentile(0.95)),
                Report.tenths(result.latencies().percentile(0.99))));
    }
}
