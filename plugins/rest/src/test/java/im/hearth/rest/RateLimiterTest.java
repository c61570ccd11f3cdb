package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Problem;
import im.hearth.core.testing.MutableClock;
import im.hearth.rest.RestLimit.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private static final Rate RATE = new Rate(3, 2);

    private final MutableClock clock = new MutableClock();
    private final RateLimiter limiter = new RateLimiter(clock, 100);

    @Test
    void a_burst_passes_and_no_more() {
        take(3);

        assertThatThrownBy(() -> take(1)).isInstanceOf(Problem.class);
    }

    @Test
    void the_time_to_wait_is_until_the_next_token() {
        take(3);

        Problem problem = catchThrowableOfType(Problem.class, () -> take(1));

        assertThat(problem.retryAfter()).contains(Duration.ofMillis(500));
    }

    @Test
    void who_waits_as_told_passes() {
        take(3);
        clock.advance(Duration.ofMillis(500));

        take(1);
        assertThatThrownBy(() -> take(1)).isInstanceOf(Problem.class);
    }

    @Test
    void to_be_refused_costs_nothing() {
        take(3);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> take(1)).isInstanceOf(Problem.class);
        }
        clock.advance(Duration.ofMillis(500));

        take(1);
    }

    @Test
    void a_bucket_holds_no_more_than_a_burst() {
        take(3);
        clock.advance(Duration.ofHours(1));

        take(3);
        assertThatThrownBy(() -> take(1)).isInstanceOf(Problem.class);
    }

    @Test
    void each_has_a_bucket_of_their_own_for_each_limit() {
        take(3);

        limiter.take(RestLimit.CALLER, "bob", RATE);
        limiter.take(RestLimit.ADDRESS, "alice", RATE);
    }

    @Test
    void off_is_no_limit() {
        for (int i = 0; i < 1_000; i++) {
            limiter.take(RestLimit.CALLER, "alice", Rate.OFF);
        }
    }

    @Test
    void a_flood_of_addresses_does_not_fill_the_memory() {
        for (int i = 0; i < 10_000; i++) {
            limiter.take(RestLimit.ADDRESS, "address " + i, RATE);
        }

        assertThat(limiter.size()).isLessThanOrEqualTo(101);
    }

    @Test
    void full_buckets_go_first() {
        limiter.take(RestLimit.ADDRESS, "old", RATE);
        clock.advance(Duration.ofSeconds(10));
        take(3);
        for (int i = 0; i < 85; i++) {
            limiter.take(RestLimit.ADDRESS, "full " + i, RATE);
        }
        clock.advance(Duration.ofMillis(600));
        for (int i = 0; i < 20; i++) {
            limiter.take(RestLimit.ADDRESS, "new " + i, RATE);
        }

        take(1);
        assertThatThrownBy(() -> take(1)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "5", "5/", "/5", "0/5", "5/0", "-1/5", "1/2/3"})
    void a_setting_that_is_no_rate_is_refused(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_setting_is_a_burst_and_a_number_a_second_or_off() {
        assertThat(Rate.parse(" 10 / 2 ")).isEqualTo(new Rate(10, 2));
        assertThat(Rate.parse("Off")).isEqualTo(Rate.OFF);
    }

    private void take(int tokens) {
        for (int i = 0; i < tokens; i++) {
            limiter.take(RestLimit.CALLER, "alice", RATE);
        }
    }
}
