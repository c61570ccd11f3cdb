package im.hearth.phoneauth.tokens;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.BOB;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Parallel;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.users.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private void assertEnded(String access) {
        Problem problem = Problems.of(() -> house.sessions.check(access));
        assertThat(problem.kind()).isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void a_refresh_token_gives_a_new_pair_of_the_same_session() {
        Tokens first = house.register(ALICE, "alice").tokens();
        Tokens second = house.sessions.refresh(first.refresh(), HOME);
        assertThat(second.refresh()).isNotEqualTo(first.refresh());
        assertThat(house.sessions.check(second.access())).isEqualTo(house.sessions.check(first.access()));
    }

    @Test
    void a_spent_refresh_token_ends_the_whole_session() {
        Tokens first = house.register(ALICE, "alice").tokens();
        Tokens second = house.sessions.refresh(first.refresh(), HOME);
        house.sessions.check(second.access());

        assertThat(Problems.of(() -> house.sessions.refresh(first.refresh(), HOME))
                        .slug())
                .isEqualTo("bad-refresh-token");

        assertEnded(second.access());
        assertThat(Problems.of(() -> house.sessions.refresh(second.refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(house.events).hasAtLeastOneElementOfType(SessionEnded.class);
    }

    @Test
    void of_many_who_use_a_refresh_token_at_once_at_most_one_wins_and_the_session_ends() throws InterruptedException {
        Tokens first = house.register(ALICE, "alice").tokens();
        House other = house.anotherNode();
        List<Object> results = Parallel.run(20, () -> other.sessions.refresh(first.refresh(), HOME));

        List<Tokens> won = results.stream()
                .filter(Tokens.class::isInstance)
                .map(Tokens.class::cast)
                .toList();
        assertThat(won).hasSize(1);
        assertThat(results.stream().filter(Problem.class::isInstance).map(p -> ((Problem) p).kind()))
                .hasSize(19)
                .containsOnly(Kind.UNAUTHORIZED);
        assertEnded(won.get(0).access());
        assertThat(Problems.of(() -> house.sessions.refresh(won.get(0).refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void a_refresh_token_that_was_not_used_for_its_lifetime_is_no_longer_good() {
        Tokens first = house.register(ALICE, "alice").tokens();
        house.clock.advance(Duration.ofDays(59));
        Tokens second = house.sessions.refresh(first.refresh(), HOME);
        house.clock.advance(Duration.ofDays(59));
        Tokens third = house.sessions.refresh(second.refresh(), HOME);
        house.clock.advance(Duration.ofDays(61));
        assertThat(Problems.of(() -> house.sessions.refresh(third.refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void what_is_no_refresh_token_is_refused_and_changes_nothing() {
        Tokens tokens = house.register(ALICE, "alice").tokens();
        for (String wrong : List.of("", "x", tokens.access(), "x".repeat(100_000))) {
            assertThat(Problems.of(() -> house.sessions.refresh(wrong, HOME)).kind())
                    .isEqualTo(Kind.UNAUTHORIZED);
        }
        house.sessions.refresh(tokens.refresh(), HOME);
    }

    @Test
    void logging_out_ends_the_session_and_the_streams_that_it_opened_and_no_others() {
        Tokens phone = house.register(ALICE, "alice").tokens();
        Login laptop = house.logins.withLastCode(ALICE, codeAgain(), HOME);
        house.streams.connect("alice", house.sessions.check(phone.access()).sessionId());
        house.streams.connect("alice", house.caller(laptop).sessionId());

        house.sessions.revoke(phone.refresh());

        assertEnded(phone.access());
        assertThat(Problems.of(() -> house.sessions.refresh(phone.refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(house.streams.streams("alice"))
                .containsExactly(house.caller(laptop).sessionId());
    }

    @Test
    void logging_out_twice_or_with_a_token_of_nobody_is_no_error() {
        Tokens tokens = house.register(ALICE, "alice").tokens();
        house.sessions.revoke(tokens.refresh());
        house.sessions.revoke(tokens.refresh());
        house.sessions.revoke("nobody's");
        assertThat(house.events).hasAtLeastOneElementOfType(SessionEnded.class);
    }

    @Test
    void a_session_that_ended_on_one_node_is_refused_on_another_within_5_seconds() {
        Tokens tokens = house.register(ALICE, "alice").tokens();
        House other = house.anotherNode();
        other.sessions.check(tokens.access());
        house.sessions.revoke(tokens.refresh());

        house.clock.advance(Duration.ofSeconds(5));
        assertThat(Problems.of(() -> other.sessions.check(tokens.access())).kind())
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void sessions_are_listed_from_the_newest_with_device_and_address() {
        house.register(ALICE, "alice");
        house.clock.advance(Duration.ofMinutes(1));
        String code = codeAgain();
        Login laptop = house.logins.withLastCode(
                ALICE, code, new Client("2001:db8::1", "2001:db8::/64", false, "Alice's laptop"));
        house.register(BOB, "bob");

        List<Session> sessions = house.sessions.list("alice", null, 50).items();

        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(0).id()).isEqualTo(house.caller(laptop).sessionId());
        assertThat(sessions.get(0).device()).isEqualTo("Alice's laptop");
        assertThat(sessions.get(0).address()).isEqualTo("2001:db8::1");
        assertThat(sessions.get(1).device()).isEqualTo("a test");
    }

    @Test
    void somebody_elses_session_is_not_found_and_goes_on() {
        Login alice = house.register(ALICE, "alice");
        house.register(BOB, "bob");
        String id = house.caller(alice).sessionId();
        assertThat(Problems.of(() -> house.sessions.end("bob", id)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(house.caller(alice).username()).isEqualTo("alice");
    }

    @Test
    void using_a_token_keeps_the_session_and_the_account_fresh() {
        Tokens tokens = house.register(ALICE, "alice").tokens();
        house.clock.advance(Duration.ofHours(2));
        Tokens next = house.sessions.refresh(tokens.refresh(), HOME);
        house.clock.advance(Duration.ofMinutes(10));
        house.sessions.check(next.access());

        Instant now = house.clock.instant();
        assertThat(house.sessions.list("alice", null, 50).items().get(0).lastUsedAt())
                .isEqualTo(now);
        assertThat(house.accounts.require("alice").lastUsedAt()).isEqualTo(now.minus(Duration.ofMinutes(10)));
    }

    @Test
    void what_is_over_is_purged_and_what_is_not_stays() {
        Tokens old = house.register(ALICE, "alice").tokens();
        house.clock.advance(Duration.ofDays(61));
        Login fresh = house.register(BOB, "bob");
        house.sessions.purge();
        assertThat(house.sessions.list("alice", null, 50).items()).isEmpty();
        assertThat(house.caller(fresh).username()).isEqualTo("bob");
        assertThat(Problems.of(() -> house.sessions.refresh(old.refresh(), HOME))
                        .kind())
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void an_administrator_of_the_server_is_a_moderator() {
        Login alice = house.register(ALICE, "alice");
        assertThat(house.caller(alice).moderator()).isFalse();
        house.serverUsers.promote("alice");
        assertThat(house.caller(alice).moderator()).isTrue();
    }

    private String codeAgain() {
        house.ask(ALICE);
        return house.phones.codeOf(ALICE);
    }

    @Test
    void who_has_left_begins_no_session() {
        Account alice = house.register(ALICE, "alice").account();
        house.accounts.delete("alice");

        Problem problem = Problems.of(() -> house.sessions.begin(alice, HOME));

        assertThat(problem.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(house.serverUsers.exists("alice")).isFalse();
    }

    @Test
    void a_session_of_who_has_left_is_worth_nothing_while_it_is_still_there() {
        Tokens alice = house.register(ALICE, "alice").tokens();
        // As a crash leaves it between the commit and all that follows it.
        house.database.write(transaction ->
                transaction.handle().execute("UPDATE hearth_account SET deleted_at = 1 WHERE username = 'alice'"));

        assertEnded(alice.access());
        assertThat(Problems.of(() -> house.sessions.refresh(alice.refresh(), HOME))
                        .slug())
                .isEqualTo("bad-refresh-token");
    }
}
