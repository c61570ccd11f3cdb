package im.hearth.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ArchiveWriterTest {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-messages");
    private final MutableClock clock = new MutableClock();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean goesAfterCommit = new AtomicBoolean();
    private final AtomicBoolean goesBeforeCommit = new AtomicBoolean();
    private final AtomicInteger commits = new AtomicInteger();
    private final Database watched = new Database(this::open, Dialect.HSQLDB, new Events());
    private final ArchiveWriter writer = new ArchiveWriter(watched, new ArchiveStore(), clock);
    private final ExecutorService senders = Executors.newFixedThreadPool(32);

    @AfterEach
    void close() {
        senders.shutdownNow();
        writer.close();
        database.close();
    }

    @Test
    void an_id_is_the_time_in_microseconds() {
        long id = writer.commit(draft("hello"));

        assertThat(MessageId.time(id)).isEqualTo(clock.instant());
    }

    @Test
    void what_is_committed_is_counted_and_its_commit_timed() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (ArchiveWriter counting =
                new ArchiveWriter(watched, new ArchiveStore(), clock, new ArchiveMeters(meters, "chat"))) {
            counting.commit(draft("hello"));
            goesBeforeCommit.set(true);
            assertThatThrownBy(() -> counting.commit(draft("lost"))).isInstanceOf(Problem.class);
        }

        assertThat(meters.get("hearth.messages")
                        .tags("conversation", "chat", "kind", "message")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("hearth.archive.commit").timer().count()).isEqualTo(1);
    }

    @Test
    void ids_rise_while_the_clock_stands_still() {
        long first = writer.commit(draft("one"));
        long second = writer.commit(draft("two"));

        assertThat(second).isGreaterThan(first);
    }

    @Test
    void ids_of_many_senders_are_unique_and_in_the_order_in_which_rows_become_visible() throws Exception {
        int each = 10;
        List<Callable<List<Long>>> work = new ArrayList<>();
        for (int sender = 0; sender < 32; sender++) {
            work.add(() -> {
                List<Long> ids = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    long id = writer.commit(draft("hello"));
                    // Whoever has an id has everything before it: nothing smaller may be committed later.
                    long seen = count("id <= " + id);
                    ids.add(id);
                    assertThat(seen).isEqualTo(count("id <= " + id));
                }
                return ids;
            });
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> done : senders.invokeAll(work)) {
            assertThat(done.get()).isSorted();
            all.addAll(done.get());
        }

        assertThat(all).hasSize(32 * each).doesNotHaveDuplicates();
        assertThat(count("1 = 1")).isEqualTo(32L * each);
        assertThat(commits.get()).isLessThan(32 * each);
    }

    @Test
    void two_nodes_never_give_the_same_id() throws Exception {
        try (ArchiveWriter other = new ArchiveWriter(
                new Database(database::open, Dialect.HSQLDB, new Events()), new ArchiveStore(), clock)) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ArchiveWriter node = i % 2 == 0 ? writer : other;
                work.add(() -> node.commit(draft("hello")));
            }
            List<Long> ids = new ArrayList<>();
            for (Future<Long> done : senders.invokeAll(work)) {
                ids.add(done.get());
            }
            assertThat(ids).doesNotHaveDuplicates().hasSize(200);
        }
    }

    @Test
    void one_that_is_refused_spoils_nobody_elses() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Future<Long> holder = senders.submit(() -> writer.commit(draft("holds the writer"), (transaction, id) -> {
            running.countDown();
            await(held);
        }));
        running.await();
        List<Future<Long>> good = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            good.add(senders.submit(() -> writer.commit(draft("good"))));
        }
        Future<Long> bad = senders.submit(() -> writer.commit(draft("bad"), (transaction, id) -> {
            throw Problem.notFound("Not this one.");
        }));
        Future<Long> tooLong = senders.submit(() -> writer.commit(draft("x".repeat(3_000) + "@y", "hello")));
        held.countDown();

        assertThat(holder.get()).isPositive();
        for (Future<Long> one : good) {
            assertThat(one.get()).isPositive();
        }
        assertThatThrownBy(bad::get).hasRootCauseMessage("Not this one.");
        assertThatThrownBy(tooLong::get).isNotNull();
        assertThat(count("1 = 1")).isEqualTo(11);
    }

    @Test
    void while_the_database_is_away_the_sender_hears_it_and_nothing_is_stored() {
        away.set(true);
        assertThatThrownBy(() -> writer.commit(draft("lost")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.UNAVAILABLE));
        away.set(false);

        long id = writer.commit(draft("found"));

        assertThat(id).isPositive();
        assertThat(count("1 = 1")).isOne();
    }

    @Test
    void a_connection_that_breaks_after_the_commit_does_not_lose_the_message() {
        goesAfterCommit.set(true);

        long id = writer.commit(draft("hello"));

        assertThat(count("id = " + id)).isOne();
    }

    @Test
    void a_connection_that_breaks_before_the_commit_stores_nothing() {
        goesBeforeCommit.set(true);

        assertThatThrownBy(() -> writer.commit(draft("hello"))).isInstanceOf(Problem.class);
        assertThat(count("1 = 1")).isZero();
    }

    @Test
    void a_closed_writer_has_stored_what_it_had_taken_and_takes_no_more() throws Exception {
        List<Callable<Long>> work = Collections.nCopies(100, () -> writer.commit(draft("hello")));
        List<Future<Long>> sent = senders.invokeAll(work);
        writer.close();

        for (Future<Long> one : sent) {
            assertThat(one.get()).isPositive();
        }
        assertThatThrownBy(() -> writer.commit(draft("late"))).isInstanceOf(Problem.class);
        assertThat(count("1 = 1")).isEqualTo(100);
    }

    private static Draft draft(String body) {
        return draft(House.ALICE, body);
    }

    private static Draft draft(String sender, String body) {
        return new Draft(MessageKind.MESSAGE, sender, House.BOB, true, null, "<message/>", body, null);
    }

    private long count(String where) {
        return database.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message WHERE " + where)
                        .mapTo(Long.class)
                        .one());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that counts commits, and breaks when the test wants it to. */
    private Connection open() throws SQLException {
        if (away.get()) {
            throw new SQLNonTransientConnectionException("away", "08001");
        }
        Connection real = database.open();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean commit = method.getName().equals("commit");
                    if (commit && goesBeforeCommit.compareAndSet(true, false)) {
                        real.rollback();
                        throw new SQLNonTransientConnectionException("broken", "08006");
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (commit) {
                            commits.incrementAndGet();
                            if (goesAfterCommit.compareAndSet(true, false)) {
                                throw new SQLNonTransientConnectionException("broken", "08006");
                            }
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
