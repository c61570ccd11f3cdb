package im.hearth.phoneauth;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.PageRequest;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.Limit;
import im.hearth.phoneauth.limits.Limits;
import im.hearth.phoneauth.sms.Channel;
import im.hearth.phoneauth.tokens.Tokens;
import im.hearth.phoneauth.users.Login;
import im.hearth.phoneauth.users.UserChange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main ways through phone-auth where PostgreSQL might do otherwise than HSQLDB: locks, aborted transactions, types. */
@SuppressWarnings("NullAway.Init")
class OnPostgresTest {
    private static Postgres postgres;

    private House house;

    @BeforeAll
    static void start() throws IOException {
        postgres = new Postgres();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void build() {
        house = postgres.house();
    }

    /** Does something at once on two nodes. */
    private interface OnNode {
        Object run(House node);
    }

    private List<Object> onTwoNodes(int times, OnNode work) throws InterruptedException {
        List<House> nodes = List.of(house, house.anotherNode());
        AtomicInteger next = new AtomicInteger();
        Callable<Object> one = () -> work.run(nodes.get(next.getAndIncrement() % 2));
        return Parallel.run(times, one);
    }

    private static long count(List<Object> results, Kind kind) {
        return results.stream()
                .filter(result -> result instanceof Problem problem && problem.kind() == kind)
                .count();
    }

    @Test
    void somebody_registers_logs_in_again_refreshes_and_logs_out() {
        Login joined = house.register(ALICE, "alice");
        house.ask(ALICE);
        Login again = house.logins.withLastCode(ALICE, house.phones.codeOf(ALICE), HOME);
        Tokens next = house.sessions.refresh(again.tokens().refresh(), HOME);
        assertThat(house.sessions.check(next.access()).username()).isEqualTo("alice");
        assertThat(house.sessions.list("alice", null, 50).items()).hasSize(2);

        house.sessions.revoke(next.refresh());
        assertThat(Problems.of(() -> house.sessions.check(next.access())).kind())
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(house.caller(joined).username()).isEqualTo("alice");
        // The refresh tokens of a session go with it.
        assertThat(house.count("hearth_refresh_token")).isEqualTo(1);
    }

    @Test
    void of_200_wrong_codes_at_once_5_are_checked() throws InterruptedException {
        house.set(Limit.WRONG_CODES_PER_ADDRESS.size(), "1000");
        CodeSent sent = house.ask(ALICE);
        String wrong = house.phones.wrongCodeOf(ALICE);
        List<Object> results = onTwoNodes(200, node -> node.verifications.check(sent.verificationId(), wrong, HOME));
        assertThat(count(results, Kind.UNAUTHORIZED)).isEqualTo(Verifications.CHECKS);
        assertThat(count(results, Kind.TOO_OFTEN)).isEqualTo(200 - Verifications.CHECKS);
    }

    @Test
    void a_code_that_comes_many_times_at_once_makes_one_account_and_one_session() throws InterruptedException {
        CodeSent sent = house.users.register(ALICE, "alice", null, Channel.SMS, HOME);
        String code = house.phones.codeOf(ALICE);
        List<Object> results = onTwoNodes(16, node -> node.logins.withCode(sent.verificationId(), code, HOME));
        assertThat(results.stream().filter(Login.class::isInstance)).hasSize(1);
        assertThat(results.stream().filter(Problem.class::isInstance)).hasSize(15);
        assertThat(house.count("hearth_account")).isEqualTo(1);
        assertThat(house.count("hearth_session")).isEqualTo(1);
    }

    @Test
    void of_many_who_verify_for_one_username_at_once_one_gets_it() throws InterruptedException {
        List<String> phones = List.of(ALICE, BOB, "+4915212345678", "+4916012345678");
        List<CodeSent> sent = phones.stream()
                .map(number -> house.users.register(number, "alice", null, Channel.SMS, HOME))
                .toList();
        AtomicInteger next = new AtomicInteger();
        List<Object> results = onTwoNodes(phones.size(), node -> {
            int i = next.getAndIncrement();
            return node.logins.withCode(sent.get(i).verificationId(), house.phones.codeOf(phones.get(i)), HOME);
        });
        assertThat(results.stream().filter(Login.class::isInstance)).hasSize(1);
        assertThat(count(results, Kind.CONFLICT)).isEqualTo(3);
        // Their codes were right, and are used up.
        assertThat(house.count("hearth_verification WHERE used_at IS NULL")).isZero();
    }

    @Test
    void of_many_who_ask_for_a_number_at_once_one_gets_a_code() throws InterruptedException {
        List<Object> results = onTwoNodes(16, node -> node.ask(ALICE));
        assertThat(results.stream().filter(CodeSent.class::isInstance)).hasSize(1);
        assertThat(count(results, Kind.TOO_OFTEN)).isEqualTo(15);
        assertThat(house.phones.sent()).isEqualTo(1);
    }

    @Test
    void of_many_at_once_exactly_as_many_pass_a_limit_as_may() throws InterruptedException {
        house.set(Limit.LOOKUPS_PER_ACCOUNT.size(), "7");
        List<Object> results = onTwoNodes(40, node -> {
            node.limits.take(Limit.LOOKUPS_PER_ACCOUNT, "alice");
            return "passed";
        });
        assertThat(results.stream().filter("passed"::equals)).hasSize(7);
        assertThat(count(results, Kind.TOO_OFTEN)).isEqualTo(33);
    }

    @Test
    void codes_to_many_numbers_at_once_all_go_out_and_none_beyond_the_cap() throws InterruptedException {
        house.set(Limit.CODES_IN_ALL.size(), "20");
        house.set(Limit.CODES_PER_ADDRESS.size(), "1000");
        house.set(Limits.BREAKER_CODES, "1000");
        AtomicInteger next = new AtomicInteger();
        List<Object> results = onTwoNodes(32, node -> node.ask(House.number(next.getAndIncrement())));
        assertThat(results.stream().filter(CodeSent.class::isInstance)).hasSize(20);
        assertThat(count(results, Kind.TOO_OFTEN)).isEqualTo(12);
        assertThat(house.phones.sent()).isEqualTo(20);
    }

    @Test
    void a_code_that_could_not_be_sent_counts_for_nothing() {
        house.phones.failWith(Problem.unavailable("codes-unavailable", "Away.", null));
        for (int i = 0; i < 7; i++) {
            assertThat(Problems.of(() -> house.ask(ALICE)).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(house.count("hearth_limit WHERE taken > 0")).isZero();
        assertThat(house.count("hearth_code_number")).isZero();
        house.phones.failWith(null);
        assertThat(house.ask(ALICE).resendAt()).isEqualTo(house.clock.instant().plusSeconds(60));
    }

    @Test
    void of_many_who_use_a_refresh_token_at_once_one_wins_and_the_session_ends() throws InterruptedException {
        Tokens tokens = house.register(ALICE, "alice").tokens();
        List<Object> results = onTwoNodes(20, node -> node.sessions.refresh(tokens.refresh(), HOME));
        List<Tokens> won = results.stream()
                .filter(Tokens.class::isInstance)
                .map(Tokens.class::cast)
                .toList();
        assertThat(won).hasSize(1);
        assertThat(count(results, Kind.UNAUTHORIZED)).isEqualTo(19);
        assertThat(house.count("hearth_session")).isZero();
        assertThat(house.count("hearth_refresh_token")).isZero();
    }

    @Test
    void a_number_moves_to_another_account_after_long_silence() {
        house.register(ALICE, "alice");
        house.clock.advance(Duration.ofDays(29));
        assertThat(house.register(ALICE, "stranger").existing()).isFalse();
        assertThat(house.accounts.require("alice").phoneNumber()).isNull();
        assertThat(house.count("hearth_session WHERE username = 'alice'")).isZero();
    }

    @Test
    void people_change_themselves_are_found_and_leave() {
        Caller alice = house.caller(house.register(ALICE, "alice"));
        Caller bob = house.caller(house.register(BOB, "bob"));
        UserChange.Sent name = new UserChange.Sent("Älice");
        house.users.change(alice, "alice", new UserChange(name, null, null, null), HOME);
        assertThat(house.users.search(bob, "äl", new PageRequest()).items()).hasSize(1);
        house.users.change(alice, "alice", new UserChange(null, null, false, null), HOME);
        assertThat(house.users.search(bob, "äl", new PageRequest()).items()).isEmpty();
        assertThat(house.users.byNumber(bob, ALICE).items()).hasSize(1);

        CodeSent sent = house.ask(ALICE);
        house.users.delete(alice, "alice", sent.verificationId(), house.phones.codeOf(ALICE), null, HOME);
        assertThat(house.accounts.find("alice")).isEmpty();
        assertThat(house.count("hearth_discovery")).isZero();
    }

    @Test
    void somebody_elses_number_stays_theirs_when_both_want_it() {
        Caller alice = house.caller(house.register(ALICE, "alice"));
        house.register(BOB, "bob");
        CodeSent sent = house.ask(BOB);
        UserChange.NewNumber number = new UserChange.NewNumber(BOB, sent.verificationId(), house.phones.codeOf(BOB));
        assertThat(Problems.of(() -> house.users.change(alice, "alice", new UserChange(null, null, null, number), HOME))
                        .slug())
                .isEqualTo("number-taken");
    }

    @Test
    void a_zero_character_is_nobodys_name() {
        Caller alice = house.caller(house.register(ALICE, "alice"));
        String zero = "a\0b";
        assertThat(Problems.of(() -> house.verifications.check(zero, "123456", HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(Problems.of(() -> house.users.view(alice, zero)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(Problems.of(() -> house.sessions.end("alice", zero)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(Problems.of(() -> house.logins.withPassword(zero, "wrong", HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(Problems.of(() -> house.sessions.refresh(zero, HOME)).kind()).isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void what_is_over_is_purged_and_what_is_not_stays() {
        house.register(ALICE, "alice");
        house.ask(ALICE);
        house.clock.advance(Duration.ofDays(61));
        Login bob = house.register(BOB, "bob");
        house.ask(BOB);

        house.verifications.purge();
        house.limits.purge();
        house.sessions.purge();
        house.keys.rotate();

        assertThat(house.count("hearth_verification")).isEqualTo(2);
        assertThat(house.count("hearth_code_number")).isEqualTo(1);
        assertThat(house.count("hearth_session")).isEqualTo(1);
        assertThat(house.count("hearth_refresh_token")).isEqualTo(1);
        assertThat(house.count("hearth_limit WHERE since < " + house.clock.millis()))
                .isZero();
        assertThat(house.caller(bob).username()).isEqualTo("bob");
    }

    @Test
    void keys_change_and_tokens_of_the_last_one_stay_good() {
        Login alice = house.register(ALICE, "alice");
        house.clock.advance(Duration.ofDays(90));
        house.keys.rotate();
        Tokens before = house.sessions.begin(alice.account(), HOME);
        house.clock.advance(Duration.ofMinutes(10));
        Tokens after = house.anotherNode().sessions.begin(alice.account(), HOME);
        assertThat(house.sessions.check(before.access()).username()).isEqualTo("alice");
        assertThat(house.sessions.check(after.access()).username()).isEqualTo("alice");
        assertThat(house.keys.published()).hasSize(2);
    }

    @Test
    void an_account_that_is_held_goes_after_the_transaction_and_then_is_not_held() throws Exception {
        house.register(ALICE, "alice");
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        house.database.write(transaction -> {
            assertThat(house.accounts.hold(transaction, "alice")).isTrue();
            CompletableFuture<Void> deletion = CompletableFuture.runAsync(() -> house.accounts.delete("alice"));
            leaving.add(deletion);
            assertThatThrownBy(() -> deletion.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            return true;
        });

        leaving.get(0).get(20, TimeUnit.SECONDS);
        boolean held = house.database.write(transaction -> house.accounts.hold(transaction, "alice"));
        assertThat(held).isFalse();
    }
}
