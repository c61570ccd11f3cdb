package im.hearth.phoneauth.users;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.accounts.AccountSuspended;
import im.hearth.core.accounts.Suspension;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.sasl.OAuthBearerServer;
import im.hearth.phoneauth.tokens.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jivesoftware.openfire.sasl.Failure;
import org.jivesoftware.openfire.sasl.SaslFailureException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is suspended comes in by no door. */
class SuspensionsTest {
    private static final String PASSWORD = "correct horse";

    private final House house = new House();
    private final Tokens alice = house.register(ALICE, "alice").tokens();

    @AfterEach
    void close() {
        house.close();
    }

    private void suspend(@Nullable Instant until) {
        house.suspensions.begin("alice", until);
        house.database.write(transaction -> {
            transaction.publish(new AccountSuspended("alice"));
            return true;
        });
    }

    private static void assertSuspended(ThrowingCallable call) {
        Problem problem = Problems.of(call);
        assertThat(problem.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(problem.slug()).isEqualTo("suspended");
    }

    @Test
    void tokens_that_worked_a_moment_ago_are_refused_and_say_until_when() {
        house.sessions.check(alice.access());

        suspend(house.clock.instant().plus(Duration.ofHours(2)));

        Problem problem = Problems.of(() -> house.sessions.check(alice.access()));
        assertThat(problem.slug()).isEqualTo("suspended");
        assertThat(problem.detail()).contains("until 2026-01-15T14:00:00Z");
        assertThat(problem.retryAfter()).contains(Duration.ofHours(2));
    }

    @Test
    void another_node_refuses_the_tokens_after_five_seconds() {
        House other = house.anotherNode();
        other.sessions.check(alice.access());
        other.lockOuts.lock("alice", null);

        house.clock.advance(Duration.ofSeconds(5).plusMillis(1));

        assertSuspended(() -> other.sessions.check(alice.access()));
    }

    @Test
    void a_refresh_token_is_refused_and_good_again_once_that_is_over() {
        suspend(house.clock.instant().plus(Duration.ofHours(2)));
        assertSuspended(() -> house.sessions.refresh(alice.refresh(), HOME));

        house.clock.advance(Duration.ofHours(2));

        Tokens next = house.sessions.refresh(alice.refresh(), HOME);
        assertThat(house.sessions.check(next.access()).username()).isEqualTo("alice");
    }

    @Test
    void a_right_code_logs_nobody_in_and_is_used_up() {
        suspend(null);
        CodeSent sent = house.ask(ALICE);
        String code = house.phones.codeOf(ALICE);

        assertSuspended(() -> house.logins.withCode(sent.verificationId(), code, HOME));

        house.suspensions.end("alice");
        assertThat(Problems.of(() -> house.logins.withCode(sent.verificationId(), code, HOME))
                        .slug())
                .isEqualTo("wrong-code");
    }

    @Test
    void only_who_knows_the_password_hears_of_it() {
        house.serverUsers.setPassword("alice", PASSWORD);
        suspend(null);

        assertSuspended(() -> house.logins.withPassword("alice", PASSWORD, HOME));
        assertThat(Problems.of(() -> house.logins.withPassword("alice", "a wrong one", HOME))
                        .slug())
                .isEqualTo("wrong-password");
    }

    @Test
    void a_code_resets_no_password() {
        suspend(null);
        CodeSent sent = house.ask(ALICE);
        String code = house.phones.codeOf(ALICE);

        assertSuspended(() -> house.passwords.reset(sent.verificationId(), code, PASSWORD, HOME));

        assertThat(house.serverUsers.checkPassword("alice", PASSWORD)).isFalse();
    }

    @Test
    void a_number_that_is_kept_out_registers_nobody() {
        house.suspensions.numbersKnownBy(
                (handle, number) -> number.equals(BOB) ? Optional.of(new Suspension(null)) : Optional.empty());

        assertSuspended(() -> house.register(BOB, "bob"));

        assertThat(house.accounts.find("bob")).isEmpty();
    }

    @Test
    void sasl_says_that_the_account_is_disabled() {
        suspend(null);
        OAuthBearerServer server = new OAuthBearerServer("example.org", house.sessions, session -> {});
        byte[] token = ("n,,\u0001auth=Bearer " + alice.access() + "\u0001\u0001").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> server.evaluateResponse(token))
                .isInstanceOfSatisfying(SaslFailureException.class, failure -> assertThat(failure.getFailure())
                        .isEqualTo(Failure.ACCOUNT_DISABLED));
    }
}
