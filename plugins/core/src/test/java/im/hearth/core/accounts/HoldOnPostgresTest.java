package im.hearth.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HoldOnPostgresTest {
    private final FakeUsers users = new FakeUsers();
    private EmbeddedPostgres server;
    private Database database;
    private Accounts accounts;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            Schema.makeVersions(connection);
            new Schema("hearth-core", Dialect.POSTGRESQL).install(connection);
        }
        database = new Database(() -> server.getPostgresDatabase().getConnection(), Dialect.POSTGRESQL, new Events());
        accounts = new Accounts(
                database, new AccountStore(), users, new FakeSessions(), new MutableClock(), new SecureRandom());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private List<String> people(int count) {
        // Of characters that databases sort in ways of their own.
        List<String> people = IntStream.range(0, count)
                .mapToObj(i -> List.of("a.b", "a_b", "ab", "a-b").get(i % 4) + i)
                .toList();
        database.write(transaction -> {
            people.forEach(username -> accounts.create(transaction, username, null, null));
            return true;
        });
        return people;
    }

    @Test
    void who_holds_many_and_who_holds_others_of_them_do_not_wait_for_each_other_forever() throws Exception {
        List<String> people = people(1_200);
        AtomicInteger attempts = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Set<String>>> holding = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<String> some = new ArrayList<>(people);
            Collections.shuffle(some, new Random(i));
            List<String> half = List.copyOf(some.subList(0, 700));
            holding.add(CompletableFuture.supplyAsync(
                    () -> database.write(transaction -> {
                        attempts.incrementAndGet();
                        return accounts.hold(transaction, half);
                    }),
                    executor));
        }

        for (CompletableFuture<Set<String>> held : holding) {
            assertThat(held.get(60, TimeUnit.SECONDS)).hasSize(700);
        }
        executor.shutdown();
        // None lost against another one and began anew.
        assertThat(attempts).hasValue(12);
    }

    @Test
    void two_who_ask_at_once_for_somebody_whom_an_operator_made_both_hold_them_in_turn() throws Exception {
        for (int i = 0; i < 20; i++) {
            String olga = "olga" + i;
            users.ensure(olga, "secret", null, null);
            CyclicBarrier start = new CyclicBarrier(2);
            List<CompletableFuture<Boolean>> holding = new ArrayList<>();
            for (int request = 0; request < 2; request++) {
                holding.add(CompletableFuture.supplyAsync(() -> database.write(transaction -> {
                    meet(start);
                    boolean held = accounts.hold(transaction, olga);
                    transaction.handle().execute("SELECT 1");
                    return held;
                })));
            }
            for (CompletableFuture<Boolean> held : holding) {
                assertThat(held.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static void meet(CyclicBarrier start) {
        try {
            start.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void of_many_those_who_leave_meanwhile_are_not_held() throws Exception {
        List<String> people = people(10);
        List<CompletableFuture<Set<String>>> holding = new ArrayList<>();
        database.write(transaction -> {
            accounts.hold(transaction, List.of(people.get(3)));
            holding.add(CompletableFuture.supplyAsync(() -> database.write(other -> accounts.hold(other, people))));
            transaction.handle().execute("UPDATE hearth_account SET deleted_at = 1 WHERE username = ?", people.get(3));
            return true;
        });

        assertThat(holding.get(0).get(60, TimeUnit.SECONDS)).hasSize(9).doesNotContain(people.get(3));
    }
}
