package im.hearth.push.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void a_short_text_stays() {
        assertThat(Excerpt.of("Hällo", 6)).isEqualTo("Hällo");
    }

    @Test
    void a_long_text_ends_in_an_ellipsis_and_fits() {
        assertThat(Excerpt.of("Good morning", 8)).isEqualTo("Good …");
    }

    @Test
    void no_character_is_cut_in_two() {
        String cut = Excerpt.of("🎉🎉🎉", 9);
        assertThat(cut).isEqualTo("🎉…");
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(9);
    }
}
