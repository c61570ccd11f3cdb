package im.hearth.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private record Example(
            @Nullable String phoneNumber,
            int size,
            @Nullable Instant readAt) {}

    private final ObjectMapper mapper = Json.mapper();

    @Test
    void names_are_snake_case_and_times_are_utc_with_milliseconds() throws JacksonException {
        assertThat(mapper.writeValueAsString(new Example(null, 1, Instant.ofEpochSecond(0))))
                .isEqualTo("{\"phone_number\":null,\"size\":1,\"read_at\":\"1970-01-01T00:00:00.000Z\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"size\":1,\"colour\":2}",
                "{\"size\":1,\"size\":2}",
                "{\"size\":\"1\"}",
                "{\"size\":1.5}",
                "{\"size\":null}",
                "{\"phone_number\":5}",
                "{\"size\":1} x",
                "{\"size\":1"
            })
    void unknown_doubled_and_sloppy_fields_are_refused(String json) {
        assertThatThrownBy(() -> mapper.readValue(json, Example.class)).isInstanceOf(JacksonException.class);
    }
}
