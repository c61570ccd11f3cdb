package im.hearth.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A room (XEP-0045) with clients in it, all of whom read. */
final class Room implements AutoCloseable {
    private static final String TEXT = "Shall we meet at the station at seven? I will bring the tickets.";
    private static final int PATIENCE_SECONDS = 30;

    private final String room;
    private final List<Client> clients = new ArrayList<>();
    private final Map<String, CountDownLatch> underWay = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /** Logs all of them in and takes them into the room, which is there and lets them in. */
    Room(int port, String domain, String room, List<Account> people) throws IOException {
        this.room = room;
        for (Account person : people) {
            Client client = Client.login(port, domain, person.username(), person.password());
            client.join(room, person.username());
            clients.add(client);
        }
        for (Client client : clients) {
            Thread reader = new Thread(() -> read(client), "bench-occupant");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void read(Client client) {
        try {
            while (true) {
                CountDownLatch missing = underWay.get(client.nextBodyId());
                if (missing != null) {
                    missing.countDown();
                }
            }
        } catch (IOException closed) {
            // Whoever waits for it says so.
        }
    }

    /**
     * A closed loop: each of the senders has one message on its way, and sends the next one when everybody, itself too,
     * has read it. The time of a message is that of the last one to read it.
     */
    Result closedLoop(int senders, Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (Client sender : clients.subList(0, senders)) {
            work.add(() -> {
                Samples samples = new Samples();
                for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
                    say(sender);
                    samples.add(System.nanoTime() - sent);
                }
                return samples.toArray();
            });
        }
        return Work.run(work, start);
    }

    private void say(Client sender) throws IOException, InterruptedException {
        String id = "g" + ids.incrementAndGet();
        CountDownLatch missing = new CountDownLatch(clients.size());
        underWay.put(id, missing);
        sender.say(room, id, TEXT);
        if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(missing.getCount() + " of " + clients.size() + " did not get " + id);
        }
        underWay.remove(id);
    }

    @Override
    public void close() {
        for (Client client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
