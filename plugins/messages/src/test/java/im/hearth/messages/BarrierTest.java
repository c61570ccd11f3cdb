package im.hearth.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.FakeTies;
import im.hearth.core.testing.FakeUsers;
import im.hearth.messages.stanza.Retraction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

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
    void a_reaction_to_whom_one_blocks_is_refused_and_what_one_has_read_is_for_oneself_alone() {
        Draft signal = draft(MessageKind.SIGNAL, ALICE, MALLORY);
        Problem problem = catchThrowableOfType(Problem.class, () -> barrier.of(signal));
        assertThat(problem.slug()).isEqualTo("blocked");
        assertThat(barrier.ofMark(signal)).isEqualTo(Kept.UNSEEN_BY_RECEIVER);
        assertThat(barrier.ofMark(draft(MessageKind.SIGNAL, MALLORY, ALICE))).isEqualTo(Kept.UNSEEN_BY_RECEIVER);
    }

    @Test
    void of_what_who_blocks_sends_only_a_retraction_goes_to_whom_they_block() {
        Message mark = House.chat(ALICE, MALLORY, "1", "");
        Message retraction = House.chat(ALICE, MALLORY, "2", "");
        Retraction.add(retraction, "m1");

        assertThat(barrier.lets(mark)).isFalse();
        assertThat(barrier.lets(retraction)).isTrue();
        assertThat(barrier.lets(House.chat(MALLORY, ALICE, "3", ""))).isFalse();
        assertThat(barrier.lets(House.chat(ALICE, "bob@example.org", "4", ""))).isTrue();
    }

    @Test
    void others_are_none_of_its_business() {
        assertThat(barrier.of(draft(MessageKind.MESSAGE, ALICE, "bob@example.org")))
                .isEqualTo(Kept.BY_BOTH);
        assertThat(barrier.stops("bob@example.org", ALICE)).isFalse();
        assertThat(barrier.stops(ALICE, "mallory@elsewhere.example")).isFalse();
    }
}
