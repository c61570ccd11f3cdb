package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Pages of 50 from any places of archives of 10,000, 100,000 and a million messages, one after the other. */
final class HistoryPages {
    private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
    private static final int PAGE = 50;
    private static final long SEED = 11;
    private static final String MAM = "urn:xmpp:mam:2";

    private HistoryPages() {}

    private record Archive(int size, Ground ground, ArchiveFill fill) {}

    /** Asks for one page; answers how many messages it had. */
    private interface Ask {
        int page() throws Exception;
    }

    static void measure(Ground ground, Options options, Report report) throws Exception {
        if (!ground.isPostgresql()) {
            ground.note("history is measured on PostgreSQL only");
            return;
        }
        List<Archive> archives = new ArrayList<>();
        for (int size : SIZES) {
            ground.note("filling an archive of " + size + " messages");
            archives.add(filled(ground.beside("history" + size), size));
        }
        ground.note("the archives are full");
        report.say(
                "%s, pages of %d from any place of one person's archive, one client, %d s for each row",
                ground.database(), PAGE, options.seconds());
        report.columns("what", "messages in the archive", "pages a second", "p50 ms", "p95 ms", "p99 ms");
        for (Archive archive : archives) {
            ground.note("pages of an archive of " + archive.size() + " messages");
            try (EngineProcess engine = archive.ground().hearth().start()) {
                Account owner = archive.ground().people(engine, 1).get(0);
                xmpp(engine, owner, archive, options, report);
                rest(engine, owner, archive, options, report);
            }
        }
    }

    private static Archive filled(Ground ground, int size) throws Exception {
        String owner;
        try (EngineProcess engine = ground.hearth().start()) {
            owner = ground.people(engine, 1).get(0).username() + "@" + engine.domain();
        }
        ArchiveFill fill = new ArchiveFill(owner, size);
        try (Connection connection = ground.connect()) {
            fill.write(connection);
        }
        return new Archive(size, ground, fill);
    }

    private static void xmpp(EngineProcess engine, Account owner, Archive archive, Options options, Report report)
            throws Exception {
        RandomGenerator random = new Random(SEED);
        ArchiveFill fill = archive.fill();
        try (Client client = Client.login(engine.ports().xmpp(), engine.domain(), owner.username(), owner.password())) {
            Ask before = () -> mam(client, "", "<before>" + fill.anyId(random) + "</before>");
            ask(before, options.warmUp());
            row(report, "MAM, before an id", archive, ask(before, options.time()));
            Ask after = () -> mam(client, "", "<after>" + fill.anyId(random) + "</after>");
            row(report, "MAM, after an id", archive, ask(after, options.time()));
            Ask since = () -> mam(client, field("start", date(fill.anyId(random))), "");
            row(report, "MAM, from a date on", archive, ask(since, options.time()));
            Ask with = () -> mam(
                    client,
                    field("with", ArchiveFill.anyPeer(random) + "@" + engine.domain()),
                    "<before>" + fill.anyId(random) + "</before>");
            row(report, "MAM, with one person, before an id", archive, ask(with, options.time()));
        }
    }

    private static void rest(EngineProcess engine, Account owner, Archive archive, Options options, Report report)
            throws Exception {
        RandomGenerator random = new Random(SEED);
        ArchiveFill fill = archive.fill();
        Rest rest = new Rest(engine.webUrl(), owner);
        Ask with = () -> list(rest, "with=" + ArchiveFill.anyPeer(random) + "&cursor=" + cursor(fill.anyId(random)));
        ask(with, options.warmUp());
        row(report, "GET /api/messages/?with=&cursor=", archive, ask(with, options.time()));
        Ask all = () -> list(rest, "cursor=" + cursor(fill.anyId(random)));
        row(report, "GET /api/messages/?cursor=", archive, ask(all, options.time()));
        Ask search = () -> list(rest, "q=" + ArchiveFill.anyWord(random));
        row(report, "GET /api/messages/?q= (one word)", archive, ask(search, options.time()));
    }

    private static Result ask(Ask ask, Duration time) throws Exception {
        Samples samples = new Samples();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long found = 0;
        for (long asked = System.nanoTime(); asked < end; asked = System.nanoTime()) {
            found += ask.page();
            samples.add(System.nanoTime() - asked);
        }
        if (found == 0) {
            throw new IOException("all pages were empty");
        }
        return new Result(Latencies.of(List.of(samples.toArray())), (System.nanoTime() - start) / 1e9);
    }

    private static int mam(Client client, String fields, String place) throws IOException {
        String form = fields.isEmpty()
                ? ""
                : "<x xmlns='jabber:x:data' type='submit'>" + field("FORM_TYPE", MAM) + fields + "</x>";
        String came = client.request(
                "set",
                "",
                "mam" + System.nanoTime(),
                "<query xmlns='" + MAM + "'>" + form + "<set xmlns='http://jabber.org/protocol/rsm'><max>" + PAGE
                        + "</max>" + place + "</set></query>");
        int found = 0;
        for (int at = came.indexOf("<result "); at >= 0; at = came.indexOf("<result ", at + 1)) {
            found++;
        }
        return found;
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    /** A date as XEP-0082 writes it. */
    private static String date(long id) {
        return Instant.ofEpochMilli(id / 1_000).toString();
    }

    private static int list(Rest rest, String query) throws IOException, InterruptedException {
        return rest.get("/api/messages/?limit=" + PAGE + "&" + query)
                .path("items")
                .size();
    }

    /** The cursor that a page ending with that message gives as its next. */
    private static String cursor(long id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("1:" + id).getBytes(StandardCharsets.UTF_8));
    }

    private static void row(Report report, String what, Archive archive, Result result) {
        Latencies times = result.latencies();
        report.row(List.of(
                what,
                String.format(Locale.ROOT, "%,d", archive.size()),
                Report.whole(result.perSecond()),
                Report.tenths(times.percentile(0.50)),
                Report.tenths(times.percentile(0.95)),
                Report.tenths(times.percentile(0.99))));
    }
}
