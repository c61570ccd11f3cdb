package im.hearth.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DisplayNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"Alice", "Åsa Öberg", "李雷", "👩‍👩‍👧", "می‌خواهم", "O'Brien; DROP TABLE x"})
    void a_name_is_whatever_people_are_called(String name) {
        assertThat(DisplayName.parse(name)).isEqualTo(name);
    }

    @Test
    void white_space_around_a_name_goes_and_an_empty_name_is_none() {
        assertThat(DisplayName.parse("  Bob ")).isEqualTo("Bob");
        assertThat(DisplayName.parse("   ")).isNull();
        assertThat(DisplayName.parse(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Al\u202eice", "Al\u0007ice", "A\u2066b"})
    void a_control_or_direction_changing_character_is_refused(String name) {
        assertThatThrownBy(() -> DisplayName.parse(name)).isInstanceOf(Problem.class);
    }

    @Test
    void a_name_has_at_most_100_characters_of_any_plane() {
        assertThat(DisplayName.parse("😀".repeat(100))).isNotNull();
        assertThatThrownBy(() -> DisplayName.parse("x".repeat(101))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> DisplayName.parse("x".repeat(10_000))).isInstanceOf(Problem.class);
    }
}
