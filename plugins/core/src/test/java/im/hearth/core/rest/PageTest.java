package im.hearth.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
    @Test
    void a_full_page_with_more_behind_it_says_where_to_go_on() {
        Page<Integer> page = Page.of(List.of(5, 4, 3), 2, String::valueOf);
        assertThat(page.items()).containsExactly(5, 4);
        assertThat(Cursor.decode(page.next())).isEqualTo("4");
    }

    @Test
    void the_last_page_has_no_next() {
        assertThat(Page.of(List.of(5, 4), 2, String::valueOf).next()).isNull();
        assertThat(Page.of(List.<Integer>of(), 2, String::valueOf).next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%%%", "MTIz", "null", "😀"})
    void a_cursor_that_no_list_gave_is_refused(String cursor) {
        assertThatThrownBy(() -> Cursor.decode(cursor)).isInstanceOf(Problem.class);
    }
}
