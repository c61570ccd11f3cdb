package im.hearth.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 1000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-999, 0, 1000",
        "bytes=500-, 500, 500",
        "bytes=-1, 999, 1",
        "bytes=-5000, 0, 1000",
        "bytes=990-5000, 990, 10",
        "Bytes=1-2, 1, 2",
        "bytes=1-99999999999999999999999, 1, 999",
    })
    void a_range_is_cut_to_what_is_there(String header, long first, long length) {
        assertThat(ByteRange.of(header, SIZE)).contains(new ByteRange(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999-"})
    void a_range_behind_the_end_cannot_be_had(String header) {
        assertThat(ByteRange.of(header, SIZE))
                .hasValueSatisfying(range -> assertThat(range.isSatisfiable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-1",
                "bytes=1-2,4-5",
                "items=0-1",
                "bytes=1"
            })
    void whatever_is_no_single_range_is_the_whole_file(String header) {
        assertThat(ByteRange.of(header, SIZE)).isEmpty();
    }

    @Test
    void an_empty_file_has_no_range() {
        assertThat(ByteRange.of("bytes=0-", 0))
                .hasValueSatisfying(range -> assertThat(range.isSatisfiable()).isFalse());
    }
}
