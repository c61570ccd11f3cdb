package im.hearth.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.FakeTies;
import im.hearth.core.testing.FakeUsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BarrierTest {
    private static final String ALICE = "alice@example.org";
    private static final String MALLORY = "mallory@example.org";

    private final People people = new People();
    private Kept preferred = Kept.BY_BOTH;
    private final Barrier barrier =
            new Barrier(draft -> preferred, people, new Addresses("example.org", new FakeUsers()));

    @BeforeEach
    void alice_has_blocked_mallory() {
        FakeTies ties = new FakeTies();
        ties.block("alice", MALLORY);
        people.knownBy(ties);
    }

    private static Draft draft(MessageKind kind, String sender, String receiver) {
        return new Draft(kind, sender, receiver, true, null, "<message/>", "Hello", null);
    }

    @Test
    void what_a_blocked_person_says_is_in_their_own_archive_alone() {
        assertThat(barrier.of(draft(MessageKind.MESSAGE, MALLORY, ALICE))).isEqualTo(Kept.UNSEEN_BY_RECEIVER);
        preferred = Kept.BY_RECEIVER;
        assertThat(barrier.of(draft(MessageKind.SIGNAL, MALLORY, ALICE))).isEqualTo(Kept.UNSEEN_BY_NEITHER);
        assertThat(barrier.stops(MALLORY, ALICE)).isTrue();
    }

    @Test
    void who_has_blocked_somebody_says_nothing_to_them() {
        Problem problem =
                catchThrowableOfType(Problem.class, () -> barrier.of(draft(MessageKind.MESSAGE, ALICE, MALLORY)));
        assertThat(problem.kind()).isEqualTo(Kind.FORBIDDEN);
        Problem edit = catchThrowableOfType(Problem.class, () -> barrier.of(draft(MessageKind.EDIT, ALICE, MALLORY)));
        assertThat(edit.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(barrier.of(draft(MessageKind.RETRACTION, ALICE, MALLORY))).isEqualTo(Kept.BY_BOTH);
    }

    @Test
    void others_are_none_of_its_business() {
        assertThat(barrier.of(draft(MessageKind.MESSAGE, ALICE, "bob@example.org")))
                .isEqualTo(Kept.BY_BOTH);
        assertThat(barrier.stops("bob@example.org", ALICE)).isFalse();
        assertThat(barrier.stops(ALICE, "mallory@elsewhere.example")).isFalse();
    }
}
