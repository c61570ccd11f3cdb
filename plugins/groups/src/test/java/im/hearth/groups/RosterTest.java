package im.hearth.groups;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RosterTest {
    private static final String ROOM = "garden@conference.hearth.test";

    private static Member member(String jid, Role role, long joined) {
        return new Member(ROOM, jid, role, joined, 0);
    }

    private static Roster roster(String actor) {
        return new Roster(
                ROOM,
                actor,
                List.of(member(ALICE, Role.OWNER, 1), member(BOB, Role.ADMIN, 2), member(CAROL, Role.MEMBER, 3)));
    }

    private static void refused(Kind kind, Runnable act) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }

    @Test
    void a_member_who_is_added_again_stays_what_they_are() {
        Roster roster = roster(ALICE);
        roster.add(BOB, 9);
        roster.settle();
        assertThat(roster.added()).isEmpty();
        assertThat(roster.changed()).isEmpty();
    }

    @Test
    void members_add_and_remove_nobody_but_themselves() {
        refused(Kind.FORBIDDEN, () -> roster(CAROL).add("dora@hearth.test", 9));
        refused(Kind.FORBIDDEN, () -> roster(CAROL).remove(BOB));
        Roster roster = roster(CAROL);
        roster.remove(CAROL);
        assertThat(roster.removed()).extracting(Member::jid).containsExactly(CAROL);
    }

    @Test
    void an_admin_removes_members_but_no_owner_and_no_admin() {
        Roster roster = roster(BOB);
        roster.remove(CAROL);
        assertThat(roster.removed()).hasSize(1);
        refused(Kind.FORBIDDEN, () -> roster(BOB).remove(ALICE));
    }

    @Test
    void only_an_owner_gives_roles() {
        refused(Kind.FORBIDDEN, () -> roster(BOB).assign(BOB, Role.OWNER));
        refused(Kind.FORBIDDEN, () -> roster(BOB).assign(ALICE, Role.MEMBER));
        refused(Kind.INVALID, () -> roster(ALICE).assign("dora@hearth.test", Role.ADMIN));
    }

    @Test
    void the_oldest_admin_follows_an_owner_who_leaves() {
        Roster roster = roster(ALICE);
        roster.remove(ALICE);
        roster.settle();
        assertThat(roster.role(BOB)).isEqualTo(Optional.of(Role.OWNER));
        assertThat(roster.changed()).extracting(Member::jid).containsExactly(BOB);
    }

    @Test
    void the_oldest_member_follows_where_there_is_no_admin() {
        Roster roster = new Roster(
                ROOM,
                ALICE,
                List.of(member(ALICE, Role.OWNER, 1), member(CAROL, Role.MEMBER, 3), member(BOB, Role.MEMBER, 2)));
        roster.remove(ALICE);
        roster.settle();
        assertThat(roster.role(BOB)).isEqualTo(Optional.of(Role.OWNER));
    }

    @Test
    void the_last_owner_cannot_just_step_down_but_can_hand_over() {
        refused(Kind.CONFLICT, () -> {
            Roster roster = roster(ALICE);
            roster.assign(ALICE, Role.MEMBER);
            roster.settle();
        });
        Roster roster = roster(ALICE);
        roster.assign(ALICE, Role.MEMBER);
        roster.assign(CAROL, Role.OWNER);
        roster.settle();
        assertThat(roster.changed()).hasSize(2);
    }
}
