package im.hearth.reports.moderation;

import static im.hearth.reports.House.BOBS_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.accounts.AccountSuspended;
import im.hearth.core.accounts.Suspension;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.reports.House;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModeratorsTest {
    private final House house = new House();
    private final Moderators moderators = house.moderators;

    @AfterEach
    void close() {
        house.close();
    }

    private Instant in(Duration time) {
        return house.clock.instant().plus(time);
    }

    private Optional<Suspension> bobsNumber() {
        return house.database.read(handle -> moderators.ofNumber(handle, BOBS_NUMBER));
    }

    @Test
    void whoever_is_suspended_is_locked_out_and_their_streams_end() {
        house.sessions.connect("bob", "session");
        Instant until = in(Duration.ofDays(2));

        Ban ban = moderators.suspend("mod", "bob", until, " insults ");

        assertThat(house.suspensions.of("bob")).contains(new Suspension(until));
        assertThat(house.sessions.streams("bob")).isEmpty();
        assertThat(house.events).contains(new AccountSuspended("bob"));
        assertThat(moderators.require(ban.text())).isEqualTo(ban);
        assertThat(ban.reason()).isEqualTo("insults");
        assertThat(bobsNumber()).contains(new Suspension(until));
    }

    @Test
    void a_suspension_ends_by_itself() {
        Ban ban = moderators.suspend("mod", "bob", in(Duration.ofDays(2)), "insults");

        house.clock.advance(Duration.ofDays(2));

        assertThat(house.suspensions.of("bob")).isEmpty();
        assertThat(bobsNumber()).isEmpty();
        assertThat(ban.holds(house.clock.instant())).isFalse();
        assertThat(moderators.list(null, true, Long.MAX_VALUE, 10).items()).isEmpty();
        assertThat(moderators.list("bob", false, Long.MAX_VALUE, 10).items()).containsExactly(ban);
    }

    @Test
    void a_new_suspension_takes_the_place_of_the_one_that_holds() {
        Ban first = moderators.suspend("mod", "bob", in(Duration.ofDays(2)), "insults");
        Ban second = moderators.suspend("mod", "bob", null, "more insults");

        assertThat(house.suspensions.of("bob")).contains(new Suspension(null));
        assertThat(moderators.list("bob", true, Long.MAX_VALUE, 10).items()).containsExactly(second);
        assertThat(moderators.require(first.text()).liftedBy()).isEqualTo("mod");
    }

    @Test
    void lifting_lets_somebody_in_again_and_is_done_once() {
        Ban ban = moderators.suspend("mod", "bob", null, "a mistake");

        moderators.lift("mod", ban.text());
        moderators.lift("mod", ban.text());

        assertThat(house.suspensions.of("bob")).isEmpty();
        assertThat(bobsNumber()).isEmpty();
        assertThat(house.audit.list(null, "bob", Long.MAX_VALUE, 10).items())
                .extracting(AuditEntry::act)
                .containsExactly("suspension_lifted", "user_banned");
        assertThat(house.audit.list("mod", null, Long.MAX_VALUE, 10).items())
                .extracting(AuditEntry::note)
                .containsExactly(null, "a mistake");
    }

    @Test
    void a_number_stays_out_when_its_account_is_deleted() {
        moderators.suspend("mod", "bob", null, "fraud");

        house.accounts.delete("bob");

        assertThat(bobsNumber()).contains(new Suspension(null));
        String kept = house.database.read(handle -> handle.createQuery("SELECT number_hash FROM hearth_suspension")
                .mapTo(String.class)
                .one());
        assertThat(kept).hasSize(43).doesNotContain(BOBS_NUMBER.substring(1));
    }

    @Test
    void administrators_and_nobody_cannot_be_suspended() {
        assertThat(catchThrowableOfType(Problem.class, () -> moderators.suspend("mod", "mod", null, "oops"))
                        .slug())
                .isEqualTo("administrator");
        assertThatThrownBy(() -> moderators.suspend("mod", "nobody", null, "who?"))
                .hasMessage("user: there is nobody of that name");
        assertThatThrownBy(() -> moderators.suspend("mod", "bob", house.clock.instant(), "why"))
                .hasMessage("until: must be in the future");
        assertThatThrownBy(() -> moderators.suspend("mod", "bob", in(Duration.ofDays(4_000)), "why"))
                .hasMessageStartingWith("until: must be within ten years");
        assertThatThrownBy(() -> moderators.suspend("mod", "bob", null, " ")).hasMessage("reason: is required");
        assertThat(house.suspensions.of("bob")).isEmpty();
        assertThat(house.audit.list(null, null, Long.MAX_VALUE, 10).items()).isEmpty();
    }

    @Test
    void a_stream_that_began_meanwhile_ends() {
        moderators.suspend("mod", "bob", null, "fraud");
        house.sessions.connect("bob", "late");
        house.sessions.connect("alice", "innocent");

        moderators.throwOut("bob");
        moderators.throwOut("alice");

        assertThat(house.sessions.streams("bob")).isEmpty();
        assertThat(house.sessions.streams("alice")).hasSize(1);
    }

    @Test
    void what_is_not_there_is_not_lifted() {
        for (String id : new String[] {"17", "x", "", "017", "99999999999999999999"}) {
            assertThat(catchThrowableOfType(Problem.class, () -> moderators.lift("mod", id))
                            .kind())
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }
}
