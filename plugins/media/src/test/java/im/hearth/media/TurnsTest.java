package im.hearth.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<Turns.Turn> taken = new ArrayList<>();

    private void take(int count, String owner) {
        for (int i = 0; i < count; i++) {
            taken.add(turns.take(owner));
        }
    }

    @Test
    void one_person_does_not_take_all_places() {
        take(Turns.MOST_OF_ONE, "alice");

        assertThatThrownBy(() -> turns.take("alice"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.TOO_OFTEN));
        assertThatCode(() -> turns.take("bob")).doesNotThrowAnyException();
    }

    @Test
    void all_people_together_leave_the_web_port_threads() {
        for (int i = 0; i < Turns.MOST; i++) {
            take(1, "person" + i);
        }

        assertThatThrownBy(() -> turns.take("another"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void a_place_that_was_given_back_can_be_taken() {
        take(Turns.MOST_OF_ONE, "alice");

        taken.get(0).close();

        assertThatCode(() -> turns.take("alice")).doesNotThrowAnyException();
    }
}
