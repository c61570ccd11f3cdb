package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import java.util.ArrayList;
import java.util.List;

/** What one says in a group of 50, to 50 who are in the room: the bare engine and Hearth in turn, on one and the same room. */
final class GroupFanOut {
    private static final int MEMBERS = 50;
    private static final List<Integer> SENDERS = List.of(1, 10);

    private GroupFanOut() {}

    static void measure(Ground ground, Options options, Report report) throws Exception {
        List<Account> members;
        String room;
        try (EngineProcess engine = ground.hearth().start()) {
            members = ground.people(engine, MEMBERS);
            room = new Rest(engine.webUrl(), members.get(0)).createGroup("Bench", members.subList(1, MEMBERS));
        }
        List<List<Result>> bare = new ArrayList<>();
        List<List<Result>> hearth = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            ground.note("group, round " + round + " of " + options.rounds());
            bare.add(run(ground.bare(), room, members, options));
            hearth.add(run(ground.hearth(), room, members, options));
        }
        report.say(
                "%s, a group of %d who are all in the room, median of %d rounds of %d s",
                ground.database(), MEMBERS, options.rounds(), options.seconds());
        report.columns("what", "messages a second", "deliveries a second", "p50 ms", "p99 ms", "Hearth / bare");
        for (int i = 0; i < SENDERS.size(); i++) {
            int at = i;
            List<Result> bares = bare.stream().map(round -> round.get(at)).toList();
            List<Result> hearths = hearth.stream().map(round -> round.get(at)).toList();
            double[] ratios = MessageRates.ratios(hearths, bares);
            String one = SENDERS.get(i) + (SENDERS.get(i) == 1 ? " message" : " messages") + " on the way";
            row(report, "bare engine, " + one, bares, "");
            row(report, "Hearth, " + one, hearths, Report.hundredths(ratios[ratios.length / 2]));
        }
    }

    private static List<Result> run(EngineProcess.Builder builder, String room, List<Account> members, Options options)
            throws Exception {
        try (EngineProcess engine = builder.start();
                Room joined = new Room(engine.ports().xmpp(), engine.domain(), room, members)) {
            joined.closedLoop(SENDERS.get(SENDERS.size() - 1), options.warmUp());
            List<Result> results = new ArrayList<>();
            for (int senders : SENDERS) {
                results.add(joined.closedLoop(senders, options.time()));
            }
            return results;
        }
    }

    private static void row(Report report, String what, List<Result> rounds, String ratio) {
        Result result = Result.middle(rounds);
        report.row(List.of(
                what,
                Report.whole(result.perSecond()),
                Report.whole(result.perSecond() * MEMBERS),
                Report.tenths(result.latencies().percentile(0.50)),
                Report.tenths(result.latencies().percentile(0.99)),
                ratio));
    }
}
