package im.hearth.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Pairs of clients that write to each other. */
final class Pairs implements AutoCloseable {
    private static final String TEXT = "Shall we meet at the station at seven? I will bring the tickets.";

    private record Pair(Client left, String leftJid, Client right, String rightJid) {}

    private final List<Pair> pairs = new ArrayList<>();

    /** Logs in two clients a pair: accounts 2n and 2n + 1. */
    Pairs(int port, String domain, List<Account> accounts) throws IOException {
        for (int i = 0; i + 1 < accounts.size(); i += 2) {
            Account left = accounts.get(i);
            Account right = accounts.get(i + 1);
            pairs.add(new Pair(
                    Client.login(port, domain, left.username(), left.password()),
                    left.username() + "@" + domain,
                    Client.login(port, domain, right.username(), right.password()),
                    right.username() + "@" + domain));
        }
    }

    /** A closed loop: in each pair one message is on its way, back and forth, as fast as it goes. */
    Result closedLoop(Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (Pair pair : pairs) {
            work.add(() -> {
                Samples samples = new Samples();
                boolean toRight = true;
                for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
                    String id = "m" + sent;
                    if (toRight) {
                        pair.left().send(pair.rightJid(), id, TEXT);
                        pair.right().awaitMessage(id);
                    } else {
                        pair.right().send(pair.leftJid(), id, TEXT);
                        pair.left().awaitMessage(id);
                    }
                    samples.add(System.nanoTime() - sent);
                    toRight = !toRight;
                }
                return samples.toArray();
            });
        }
        return Work.run(work, start);
    }

    /**
     * An open loop: messages are due at a steady rate, whatever the server does; a message's time counts from when it was
     * due, so that waiting behind a slow one is seen.
     */
    Result openLoop(int perSecond, Duration time) {
        long start = System.nanoTime() + Duration.ofMillis(200).toNanos();
        long period = Duration.ofSeconds(1).toNanos() * pairs.size() / perSecond;
        long count = time.toNanos() / period;
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            long first = start + period * i / pairs.size();
            work.add(() -> {
                Samples samples = new Samples();
                for (long n = 0; n < count; n++) {
                    long due = first + n * period;
                    Work.awaitTime(due);
                    pair.left().send(pair.rightJid(), "o" + due, TEXT);
                    pair.right().awaitMessage("o" + due);
                    samples.add(System.nanoTime() - due);
                }
                return samples.toArray();
            });
        }
        return Work.run(work, start);
    }

    /** From now on all clients read whatever comes, until they are closed. */
    void drain() {
        for (Pair pair : pairs) {
            for (Client client : List.of(pair.left(), pair.right())) {
                Thread reader = new Thread(client::drain, "bench-drain");
                reader.setDaemon(true);
                reader.start();
            }
        }
    }

    @Override
    public void close() {
        for (Pair pair : pairs) {
            try (Client left = pair.left();
                    Client right = pair.right()) {
                // Closing is all.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
