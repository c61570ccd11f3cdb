package im.hearth.reactions.emoticons;

import static im.hearth.reactions.emoticons.Samples.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureTest {
    static Stream<BiFunction<Integer, Integer, byte[]>> kinds() {
        return Stream.of(Samples::png, Samples::gif, Samples::lossyWebp, Samples::losslessWebp, Samples::extendedWebp);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_largest_allowed_is_taken(BiFunction<Integer, Integer, byte[]> kind) {
        assertThat(picture(kind.apply(512, 512)).file(":party:").name()).startsWith("party.");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void one_that_is_too_wide_or_too_high_is_refused_by_its_header(BiFunction<Integer, Integer, byte[]> kind) {
        for (byte[] wrong : List.of(kind.apply(513, 1), kind.apply(1, 513), kind.apply(10_000, 10_000))) {
            assertThatThrownBy(() -> picture(wrong)).hasMessageContaining("at most 512 x 512");
        }
    }

    @Test
    void a_png_of_more_pixels_than_a_number_holds_is_refused() {
        assertThatThrownBy(() -> picture(Samples.png(-1, -1))).hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "<html><script>alert(1)</script></html>",
                "RIFF----WEBPVP8?xxxxxxxxxxxxxx",
                "RIFF----WAVE"
            })
    void what_is_no_picture_by_its_content_is_refused(String content) {
        assertThatThrownBy(() -> picture(Samples.ascii(content))).hasMessageContaining("must be a picture");
    }

    @Test
    void what_is_cut_off_within_its_header_is_refused() {
        assertThatThrownBy(() -> picture(Arrays.copyOf(Samples.png(64, 64), 17)))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void more_than_512_kib_is_too_large() {
        byte[] most = Arrays.copyOf(Samples.gif(64, 64), 512 * 1024);
        byte[] more = Arrays.copyOf(Samples.gif(64, 64), 512 * 1024 + 1);

        assertThat(picture(most)).isNotNull();
        assertThat(catchThrowableOfType(Problem.class, () -> picture(more)).kind())
                .isEqualTo(Kind.TOO_LARGE);
    }
}
