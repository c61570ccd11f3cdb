package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.problem.Problem;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.rest.RestLimit.Rate;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedLimitsTest {
    private static final Rate RATE = new Rate(10, 10);

    private final MutableClock clock = new MutableClock();
    private final TestDatabase test = TestDatabase.with("hearth-core", "hearth-rest");
    private final Node one;
    private final Node two;
    private boolean isShared = true;

    SharedLimitsTest() {
        one = new Node("one");
        two = new Node("two");
        exchange();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private final class Node {
        final RateLimiter limiter = new RateLimiter(clock, 100);
        final SharedLimits limits;

        Node(String name) {
            limits = new SharedLimits(test.database(), new SpentStore(), limiter, clock, name, () -> isShared);
        }

        /** How many of that many requests pass. */
        int passing(String who, int requests) {
            int passing = 0;
            for (int i = 0; i < requests; i++) {
                try {
                    limiter.take(RestLimit.CALLER, who, RATE);
                    passing++;
                } catch (Problem refused) {
                    assertThat(refused.retryAfter()).isPresent();
                }
            }
            return passing;
        }
    }

    private void exchange() {
        one.limits.exchange();
        two.limits.exchange();
        one.limits.exchange();
    }

    private long rows() {
        return test.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_rest_spent")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void what_one_node_has_given_the_other_gives_no_more() {
        assertThat(one.passing("alice", 8)).isEqualTo(8);
        exchange();
        assertThat(two.passing("alice", 9)).isEqualTo(2);
        assertThat(two.passing("bob", 9)).isEqualTo(9);
    }

    @Test
    void in_the_long_run_two_nodes_give_as_much_as_one() {
        int passed = 0;
        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            passed += one.passing("alice", 20) + two.passing("alice", 20);
            exchange();
        }
        // What one of them gives within a second before the other one knows is paid for in the next.
        assertThat(passed).isBetween(600, 660);
    }

    @Test
    void what_was_told_is_counted_once() {
        one.passing("alice", 5);
        exchange();
        exchange();
        exchange();
        assertThat(two.passing("alice", 9)).isEqualTo(5);
    }

    @Test
    void who_asks_for_little_is_not_told_of() {
        clock.advance(Duration.ofSeconds(1));
        one.passing("alice", 1);
        exchange();
        assertThat(rows()).isZero();
    }

    @Test
    void a_node_that_starts_and_one_that_begins_its_account_anew_take_nothing_twice() {
        one.passing("alice", 10);
        exchange();
        Node three = new Node("three");
        three.limits.exchange();
        assertThat(three.passing("alice", 20)).isEqualTo(10);

        clock.advance(Duration.ofSeconds(90));
        exchange();
        one.passing("alice", 4);
        clock.advance(Duration.ofMillis(100));
        exchange();
        assertThat(two.passing("alice", 20)).isEqualTo(6);
    }

    @Test
    void a_row_names_nobody_and_goes_after_a_while() {
        one.passing("alice", 5);
        exchange();
        assertThat(test.database().<String>read(handle -> handle.createQuery("SELECT bucket FROM hearth_rest_spent")
                        .mapTo(String.class)
                        .one()))
                .doesNotContain("alice");
        one.limits.purge();
        assertThat(rows()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(5));
        one.limits.purge();
        assertThat(rows()).isZero();
    }

    @Test
    void a_node_alone_keeps_no_account() {
        isShared = false;
        exchange();
        assertThat(one.passing("alice", 20)).isEqualTo(10);
        exchange();
        assertThat(rows()).isZero();
        assertThat(two.passing("alice", 20)).isEqualTo(10);
    }
}
