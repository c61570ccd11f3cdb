package im.hearth.phoneauth.limits;

import static im.hearth.phoneauth.House.ALICE;
import static im.hearth.phoneauth.House.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.House;
import im.hearth.phoneauth.Parallel;
import im.hearth.phoneauth.Problems;
import im.hearth.phoneauth.codes.CodeSent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
    private static final Client DESK = new Client("127.0.0.1", "127.0.0.1", true, "a test");

    private final House house = new House();
    private int next;

    @AfterEach
    void close() {
        house.close();
    }

    private static Problem reached(ThrowingCallable call) {
        Problem problem = Problems.of(call);
        assertThat(problem.kind()).isEqualTo(Kind.TOO_OFTEN);
        assertThat(problem.retryAfter()).isPresent();
        return problem;
    }

    /** Asks for a code to a number that had none, from the address. */
    private String ask(Client client) {
        // Each with a prefix of its own.
        String number = House.number(10_000 * next++);
        house.ask(number, client);
        return number;
    }

    @Test
    void from_one_address_20_codes_are_asked_for_in_an_hour() {
        for (int i = 0; i < 20; i++) {
            ask(HOME);
            house.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(reached(() -> ask(HOME)).retryAfter()).contains(Duration.ofMinutes(40));
        ask(House.from("192.0.2.8"));
        house.clock.advance(Duration.ofMinutes(40));
        ask(HOME);
    }

    @Test
    void an_ipv6_network_counts_as_one_address() {
        house.set(Limit.CODES_PER_ADDRESS.size(), "2");
        ask(new Client("2001:db8::1", "2001:db8::/64", false, ""));
        ask(new Client("2001:db8::2", "2001:db8::/64", false, ""));
        reached(() -> ask(new Client("2001:db8::3", "2001:db8::/64", false, "")));
        ask(new Client("2001:db8:0:1::1", "2001:db8:0:1::/64", false, ""));
    }

    @Test
    void numbers_that_differ_in_their_last_4_digits_share_a_limit() {
        house.set(Limit.CODES_PER_PREFIX.size(), "3");
        for (int i = 0; i < 3; i++) {
            house.ask(House.number(i));
        }
        reached(() -> house.ask(House.number(9_999)));
        house.ask(House.number(10_000));
    }

    @Test
    void no_more_codes_are_sent_in_a_day_than_the_cap() {
        house.set(Limit.CODES_IN_ALL.size(), "3");
        for (int i = 0; i < 3; i++) {
            ask(House.from("192.0.2." + i));
        }
        reached(() -> ask(House.from("198.51.100.1")));
        assertThat(house.phones.sent()).isEqualTo(3);
        house.clock.advance(Duration.ofDays(1));
        ask(HOME);
    }

    @Test
    void the_breaker_stops_a_prefix_whose_codes_nobody_uses() {
        house.set(Limits.BREAKER_CODES, "4");
        for (int i = 0; i < 4; i++) {
            house.ask(House.number(i), House.from("192.0.2." + i));
        }
        reached(() -> house.ask(House.number(4)));
        house.ask(House.number(10_000));
        house.clock.advance(Duration.ofDays(1));
        house.ask(House.number(4));
    }

    @Test
    void the_breaker_lets_a_prefix_go_on_whose_codes_are_used() {
        house.set(Limits.BREAKER_CODES, "4");
        house.set(Limits.BREAKER_PERCENT, "25");
        house.register(House.number(0), "alice");
        for (int i = 1; i < 4; i++) {
            house.ask(House.number(i));
        }
        // One of four.
        house.ask(House.number(4));
        // One of five is not enough.
        reached(() -> house.ask(House.number(5)));
    }

    @Test
    void loopback_is_left_out_of_limits_by_address_where_that_is_set() {
        house.set(Limit.CODES_PER_ADDRESS.size(), "1");
        ask(DESK);
        reached(() -> ask(DESK));

        house.set(Limits.EXEMPT_LOOPBACK, "true");
        ask(DESK);
        ask(DESK);
        ask(HOME);
        reached(() -> ask(HOME));
    }

    @Test
    void loopback_is_not_left_out_of_other_limits() {
        house.set(Limits.EXEMPT_LOOPBACK, "true");
        house.set(Limit.CODES_PER_NUMBER.size(), "1");
        house.ask(ALICE, DESK);
        house.clock.advance(Duration.ofMinutes(1));
        reached(() -> house.ask(ALICE, DESK));
    }

    @Test
    void wrong_codes_from_one_address_are_limited_and_right_ones_are_not() {
        house.set(Limit.WRONG_CODES_PER_ADDRESS.size(), "2");
        for (int i = 0; i < 4; i++) {
            CodeSent sent = house.ask(House.number(i));
            house.verifications.check(sent.verificationId(), house.phones.codeOf(House.number(i)), HOME);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(Problems.of(() -> house.verifications.check("nobody's", "123456", HOME))
                            .kind())
                    .isEqualTo(Kind.UNAUTHORIZED);
        }
        reached(() -> house.verifications.check("nobody's", "123456", HOME));
        reached(() -> house.logins.withLastCode(House.number(77), "123456", HOME));
    }

    @Test
    void two_nodes_share_the_counts_and_a_restart_does_not_forget_them() {
        house.set(Limit.CODES_PER_ADDRESS.size(), "2");
        ask(HOME);
        House other = house.anotherNode();
        other.ask(ALICE);
        reached(() -> ask(HOME));
        House restarted = house.anotherNode();
        reached(() -> restarted.ask(House.BOB));
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void of_many_at_once_on_two_nodes_exactly_as_many_pass_as_may(Limit limit) throws InterruptedException {
        house.set(limit.size(), "7");
        House other = house.anotherNode();
        AtomicInteger count = new AtomicInteger();
        List<Object> results = Parallel.run(40, () -> {
            (count.getAndIncrement() % 2 == 0 ? house : other).limits.take(limit, "somebody");
            return "passed";
        });
        assertThat(results.stream().filter("passed"::equals)).hasSize(7);
        assertThat(results.stream().filter(Problem.class::isInstance)).hasSize(33);
    }

    @RepeatedTest(10)
    void those_who_come_first_at_once_all_pass() throws InterruptedException {
        List<Object> results = Parallel.run(16, () -> {
            house.limits.take(Limit.WRONG_CODES_PER_ADDRESS, "somebody");
            return "passed";
        });
        assertThat(results).containsOnly("passed");
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        house.set(Limit.LOOKUPS_PER_ACCOUNT.size(), "1");
        house.limits.take(Limit.LOOKUPS_PER_ACCOUNT, "alice");
        reached(() -> house.limits.take(Limit.LOOKUPS_PER_ACCOUNT, "alice"));
        house.limits.giveBack(Limit.LOOKUPS_PER_ACCOUNT, "alice");
        house.limits.giveBack(Limit.LOOKUPS_PER_ACCOUNT, "alice");
        house.limits.take(Limit.LOOKUPS_PER_ACCOUNT, "alice");
        reached(() -> house.limits.take(Limit.LOOKUPS_PER_ACCOUNT, "alice"));
    }

    @Test
    void zero_allows_nothing_and_a_new_size_counts_at_once() {
        house.set(Limit.CODES_IN_ALL.size(), "0");
        reached(() -> ask(HOME));
        house.set(Limit.CODES_IN_ALL.size(), "1");
        ask(HOME);
        reached(() -> ask(HOME));
        house.set(Limit.CODES_IN_ALL.size(), "2");
        ask(HOME);
    }

    @Test
    void windows_that_are_over_are_purged_and_others_stay() {
        house.limits.take(Limit.WRONG_PASSWORDS, "alice");
        house.limits.take(Limit.LOOKUPS_PER_ACCOUNT, "alice");
        house.clock.advance(Limit.WRONG_PASSWORDS.window());
        house.limits.purge();
        assertThat(house.count("hearth_limit")).isEqualTo(1);
    }
}
