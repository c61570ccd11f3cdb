package im.hearth.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestAccounts;
import im.hearth.core.testing.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is here, and who has left. */
final class AccountsTest {
    private final TestDatabase database = TestDatabase.with("hearth-core");
    private final FakeUsers users = new FakeUsers();
    private final Accounts accounts = TestAccounts.of(database, users, "alice", "bob");

    @AfterEach
    void close() {
        database.close();
    }

    private Set<String> held(String... usernames) {
        return database.database().write(transaction -> accounts.hold(transaction, List.of(usernames)));
    }

    @Test
    void who_is_here_can_be_held() {
        assertThat(held("bob", "alice", "nobody")).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void whom_an_operator_made_can_be_held_before_anybody_has_asked_for_them() {
        users.ensure("olga", "secret", null, null);

        assertThat(held("olga")).containsExactly("olga");
    }

    @Test
    void who_has_left_cannot_be_held() {
        accounts.delete("alice");

        assertThat(held("alice", "bob")).containsExactly("bob");
        assertThatThrownBy(() -> database.database().write(transaction -> {
                    accounts.requireHeld(transaction, "alice");
                    return true;
                }))
                .isInstanceOf(Problem.class);
    }

    @Test
    void who_has_left_is_not_here_while_the_server_still_has_the_user() {
        accounts.delete("alice");
        users.ensure("alice", "secret", null, null);

        assertThat(accounts.find("alice")).isEmpty();
        assertThat(accounts.existing(List.of("alice", "bob"))).containsExactly("bob");
        assertThat(held("alice")).isEmpty();
        assertThat(accounts.isTaken("alice")).isTrue();
    }

    @Test
    void the_servers_user_of_who_has_left_is_not_made_again() {
        Account alice = accounts.require("alice");
        accounts.delete("alice");

        accounts.ensureUser(alice);

        assertThat(users.exists("alice")).isFalse();
    }

    @Test
    void an_account_that_is_held_goes_after_the_transaction() throws Exception {
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        database.database().write(transaction -> {
            assertThat(accounts.hold(transaction, "alice")).isTrue();
            CompletableFuture<Void> deletion = CompletableFuture.runAsync(() -> accounts.delete("alice"));
            leaving.add(deletion);
            assertThatThrownBy(() -> deletion.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            return true;
        });

        leaving.get(0).get(20, TimeUnit.SECONDS);
        assertThat(accounts.find("alice")).isEmpty();
    }

    @Test
    void who_is_just_leaving_is_not_held() throws Exception {
        List<CompletableFuture<Set<String>>> holding = new ArrayList<>();
        database.events().within(AccountDeleted.class, (transaction, deleted) -> {
            CompletableFuture<Set<String>> held = CompletableFuture.supplyAsync(() -> held("alice"));
            holding.add(held);
            assertThatThrownBy(() -> held.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        });

        accounts.delete("alice");

        assertThat(holding.get(0).get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void a_thousand_can_be_held_at_once() {
        List<String> many =
                IntStream.range(0, 1_001).mapToObj("member-%04d"::formatted).toList();
        database.database().write(transaction -> {
            many.forEach(username -> accounts.create(transaction, username, null, null));
            return true;
        });
        accounts.delete("member-0700");

        Set<String> held = database.database().write(transaction -> accounts.hold(transaction, many));

        assertThat(held).hasSize(1_000).doesNotContain("member-0700");
    }

    @Test
    void who_deletes_an_account_that_is_gone_already_is_told_so() {
        accounts.delete("alice");

        assertThatThrownBy(() -> accounts.delete("alice")).isInstanceOf(Problem.class);
    }

    /** Alice leaves, and the server stops right after the commit. */
    private Accounts withCrash(MutableClock clock, AtomicBoolean isDown) {
        return new Accounts(
                database.database(),
                new AccountStore(),
                new ServerUsers() {
                    @Override
                    public boolean exists(String username) {
                        return users.exists(username);
                    }

                    @Override
                    public void delete(String username) {
                        if (isDown.get()) {
                            throw new IllegalStateException("kill -9");
                        }
                        users.delete(username);
                    }
                },
                new FakeSessions(),
                clock,
                new SecureRandom());
    }

    @Test
    void what_a_crash_cut_off_of_a_deletion_is_done_later() {
        MutableClock clock = new MutableClock();
        AtomicBoolean isDown = new AtomicBoolean(true);
        Accounts crashing = withCrash(clock, isDown);
        List<String> heard = new ArrayList<>();
        database.events().subscribe(AccountDeleted.class, deleted -> heard.add(deleted.username()));
        assertThatThrownBy(() -> crashing.delete("alice")).isInstanceOf(IllegalStateException.class);
        assertThat(users.exists("alice")).isTrue();
        assertThat(crashing.isGone("alice")).isTrue();
        isDown.set(false);

        // Somebody may still be at it.
        crashing.finishDeletions();
        assertThat(users.exists("alice")).isTrue();

        clock.advance(Duration.ofMinutes(2));
        crashing.finishDeletions();
        assertThat(users.exists("alice")).isFalse();
        assertThat(heard).containsExactly("alice");

        clock.advance(Duration.ofDays(1));
        crashing.finishDeletions();
        assertThat(heard).hasSize(1);
    }

    @Test
    void a_deletion_that_cannot_be_finished_is_tried_again_a_while_later() {
        MutableClock clock = new MutableClock();
        AtomicBoolean isDown = new AtomicBoolean(true);
        Accounts crashing = withCrash(clock, isDown);
        assertThatThrownBy(() -> crashing.delete("alice")).isInstanceOf(IllegalStateException.class);
        clock.advance(Duration.ofMinutes(2));

        crashing.finishDeletions();
        isDown.set(false);
        crashing.finishDeletions();
        assertThat(users.exists("alice")).isTrue();

        clock.advance(Duration.ofMinutes(2));
        crashing.finishDeletions();
        assertThat(users.exists("alice")).isFalse();
    }

    @Test
    void a_deletion_that_was_finished_is_not_done_again() {
        List<String> heard = new ArrayList<>();
        database.events().subscribe(AccountDeleted.class, deleted -> heard.add(deleted.username()));
        MutableClock clock = new MutableClock();
        Accounts healthy = withCrash(clock, new AtomicBoolean());
        healthy.delete("alice");

        clock.advance(Duration.ofDays(1));
        healthy.finishDeletions();

        assertThat(heard).containsExactly("alice");
    }
}
