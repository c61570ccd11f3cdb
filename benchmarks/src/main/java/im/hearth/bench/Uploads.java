package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of 4 MiB up and down, four at once, beside plain files on the same disk that are synced as the store does it. */
final class Uploads {
    private static final int MIB = 1024 * 1024;
    private static final int SIZE = 4 * MIB;
    private static final int FILES = 16;
    private static final int AT_ONCE = 4;
    private static final long SEED = 7;

    private static final Pattern PUT = Pattern.compile("<put url=\"([^\"]+)\"");

    private Uploads() {}

    /** Does something with the file of that number. */
    private interface Step {
        void on(int file) throws Exception;
    }

    static void measure(Ground ground, Options options, Report report) throws Exception {
        byte[] file = new byte[SIZE];
        new Random(SEED).nextBytes(file);
        List<Result> plain = new ArrayList<>();
        List<Result> posts = new ArrayList<>();
        List<Result> puts = new ArrayList<>();
        List<Result> reads = new ArrayList<>();
        List<Result> downloads = new ArrayList<>();
        try (EngineProcess engine = ground.hearth().start()) {
            Account owner = ground.people(engine, 1).get(0);
            Rest rest = new Rest(engine.webUrl(), owner);
            Path folder = Files.createTempDirectory(ground.folder(), "plain");
            // The first round warms up.
            for (int round = 0; round <= options.rounds(); round++) {
                ground.note("uploads, round " + round + " of " + options.rounds());
                List<Path> copies = copies(folder);
                Queue<String> uploaded = new ConcurrentLinkedQueue<>();
                Result copied = each(number -> copy(file, folder, copies.get(number)));
                Result posted = each(number -> uploaded.add(rest.upload(file)));
                List<String> slots = slots(engine, owner);
                Result put = each(number -> rest.put(slots.get(number), file));
                List<String> urls = List.copyOf(uploaded);
                Result read = each(number -> requireWhole(Files.readAllBytes(copies.get(number)).length));
                Result downloaded = each(number -> requireWhole(rest.download(urls.get(number))));
                for (Path copy : copies) {
                    Files.delete(copy);
                }
                if (round > 0) {
                    plain.add(copied);
                    posts.add(posted);
                    puts.add(put);
                    reads.add(read);
                    downloads.add(downloaded);
                }
            }
        }
        report.say(
                "%s, %d files of %d MiB, %d at once, median of %d rounds",
                ground.database(), FILES, SIZE / MIB, AT_ONCE, options.rounds());
        report.columns("what", "MiB a second", "p50 ms", "slowest ms", "of plain files");
        row(report, "plain files, written and synced", plain, plain);
        row(report, "POST /api/uploads/", posts, plain);
        row(report, "PUT to slots (XEP-0363)", puts, plain);
        row(report, "plain files, read", reads, reads);
        row(report, "GET of uploads", downloads, reads);
    }

    private static List<Path> copies(Path folder) {
        List<Path> copies = new ArrayList<>();
        for (int number = 0; number < FILES; number++) {
            copies.add(folder.resolve("copy" + number));
        }
        return copies;
    }

    /** As much as a store must do: the bytes, a sync, the name, a sync of the folder. */
    private static void copy(byte[] bytes, Path folder, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static List<String> slots(EngineProcess engine, Account owner) throws IOException {
        List<String> slots = new ArrayList<>();
        try (Client client = Client.login(engine.ports().xmpp(), engine.domain(), owner.username(), owner.password())) {
            for (int number = 0; number < FILES; number++) {
                String answer = client.request(
                        "get",
                        "upload." + engine.domain(),
                        "slot" + number,
                        "<request xmlns='urn:xmpp:http:upload:0' filename='bench.bin' size='" + SIZE
                                + "' content-type='application/octet-stream'/>");
                Matcher put = PUT.matcher(answer);
                if (!put.find()) {
                    throw new IOException("no slot: " + answer);
                }
                slots.add(put.group(1));
            }
        }
        return slots;
    }

    private static void requireWhole(long length) throws IOException {
        if (length != SIZE) {
            throw new IOException("a file of " + length + " bytes");
        }
    }

    private static Result each(Step step) {
        long start = System.nanoTime();
        List<Callable<long[]>> work = new ArrayList<>();
        for (int first = 0; first < AT_ONCE; first++) {
            int worker = first;
            work.add(() -> {
                Samples samples = new Samples();
                for (int number = worker; number < FILES; number += AT_ONCE) {
                    long begun = System.nanoTime();
                    step.on(number);
                    samples.add(System.nanoTime() - begun);
                }
                return samples.toArray();
            });
        }
        return Work.run(work, start);
    }

    private static void row(Report report, String what, List<Result> rounds, List<Result> plain) {
        Result result = Result.middle(rounds);
        double[] ratios = MessageRates.ratios(rounds, plain);
        report.row(List.of(
                what,
                Report.whole(result.perSecond() * SIZE / MIB),
                Report.whole(result.latencies().percentile(0.50)),
                Report.whole(result.latencies().percentile(1)),
                rounds == plain ? "" : Report.hundredths(ratios[ratios.length / 2])));
    }
}
