package im.hearth.push.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-10-21T07:28:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"17,17", "0,1", "3600,3600", "9999,3600", "99999999999999999999,3600"})
    void seconds_are_read_within_reason(String header, long seconds) {
        assertThat(RetryAfter.parse(header, clock)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_date_is_read() {
        assertThat(RetryAfter.parse("Wed, 21 Oct 2026 07:30:00 GMT", clock)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Wed, 21 Oct 2026 07:00:00 GMT", clock)).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "-5", "١٧"})
    void what_cannot_be_read_says_nothing(@Nullable String header) {
        assertThat(RetryAfter.parse(header, clock)).isNull();
    }
}
