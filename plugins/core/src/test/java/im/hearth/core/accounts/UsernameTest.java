package im.hearth.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsernameTest {
    @ParameterizedTest
    @CsvSource({"alice, alice", "Alice, alice", "' bob_2 ', bob_2", "a.b-c, a.b-c", "007, 007"})
    void a_username_is_folded_to_lower_case(String text, String username) {
        assertThat(Username.parse(text)).isEqualTo(username);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ab", "", "   ", "-ab", ".ab", "a b c", "a@b.c", "ünal", "аlice", "a/b/c", "<b>x</b>", "a'--b"})
    void a_username_that_is_too_short_or_holds_something_else_is_refused(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ali\u200bce", "ali\u202ece", "\u2066alice", "ali\u0000ce", "ali\uFEFFce", "ali\u00ADce"})
    void an_invisible_or_direction_changing_character_is_refused_with_that_reason(String text) {
        assertThatThrownBy(() -> Username.parse(text)).hasMessageContaining("invisible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"me", "Admin", "deleted", "support"})
    void a_reserved_name_is_refused(String text) {
        assertRefused(text);
    }

    @Test
    void a_username_has_at_most_32_characters() {
        assertThat(Username.parse("a".repeat(32))).hasSize(32);
        assertRefused("a".repeat(33));
        assertRefused("a".repeat(10_000));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> Username.parse(text)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.INVALID);
            assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.field())
                    .isEqualTo("username"));
        });
    }
}
