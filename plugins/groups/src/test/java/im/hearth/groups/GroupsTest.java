package im.hearth.groups;

import static im.hearth.groups.House.ALICE;
import static im.hearth.groups.House.BOB;
import static im.hearth.groups.House.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.FakeTies;
import im.hearth.groups.Groups.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

final class GroupsTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private static Change add(String... people) {
        return Change.ofMembers(List.of(people), List.of(), Map.of());
    }

    private static Change remove(String... people) {
        return Change.ofMembers(List.of(), List.of(people), Map.of());
    }

    private long errandsLeft() {
        return house.database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_group_errand")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void a_new_group_is_a_room_with_its_members() {
        Group group = house.group(BOB);

        assertThat(house.rooms.room(group.room()).name).isEqualTo("Garden");
        assertThat(house.rooms.room(group.room()).affiliations).isEqualTo(Map.of(ALICE, "owner", BOB, "member"));
        assertThat(house.events(GroupCreated.class)).hasSize(1);
        assertThat(house.events(MemberJoined.class)).hasSize(2);
    }

    @Test
    void the_room_follows_each_change() {
        Group group = house.group(BOB);
        house.groups.change(
                ALICE,
                group.room(),
                new Change("Yard", "d", null, null, List.of(CAROL), List.of(BOB), Map.of(CAROL, Role.ADMIN)));

        assertThat(house.rooms.room(group.room()).name).isEqualTo("Yard");
        assertThat(house.rooms.room(group.room()).affiliations).isEqualTo(Map.of(ALICE, "owner", CAROL, "admin"));
        assertThat(house.events(MemberLeft.class)).singleElement().satisfies(left -> assertThat(left.actor())
                .isEqualTo(ALICE));
        assertThat(house.events(TiesChanged.class)).containsExactly(new TiesChanged("bob", group.room()));
        assertThat(house.events(GroupChanged.class)).hasSize(1);
    }

    @Test
    void a_change_that_changes_nothing_tells_nobody() {
        Group group = house.group(BOB);
        house.events.clear();
        house.groups.change(ALICE, group.room(), add(BOB));
        house.groups.change(ALICE, group.room(), Change.ofText("Garden", null));

        assertThat(house.events).isEmpty();
    }

    @Test
    void a_change_is_made_whole_or_not_at_all() {
        Group group = house.group(BOB);
        assertThatThrownBy(() -> house.groups.change(
                        ALICE,
                        group.room(),
                        new Change("Yard", null, null, null, List.of(CAROL), List.of(), Map.of(ALICE, Role.MEMBER))))
                .isInstanceOf(Problem.class);

        assertThat(house.groups.require(ALICE, group.room()).name()).isEqualTo("Garden");
        assertThat(house.groups.member(CAROL, group.room())).isEmpty();
        assertThat(house.rooms.room(group.room()).name).isEqualTo("Garden");
    }

    @Test
    void a_room_that_could_not_follow_does_so_later() {
        house.rooms.away = true;
        Group group = house.group(BOB);
        Awaitility.await().untilAsserted(() -> assertThat(errandsLeft()).isEqualTo(3));
        assertThat(house.rooms.exists(group.room())).isFalse();

        house.rooms.away = false;
        house.clock.advance(Duration.ofMinutes(2));
        house.errands.doOverdue();
        assertThat(house.rooms.room(group.room()).affiliations).isEqualTo(Map.of(ALICE, "owner", BOB, "member"));
        assertThat(errandsLeft()).isZero();
    }

    @Test
    void an_affiliation_that_the_group_does_not_know_is_taken_back() {
        Group group = house.group();
        house.rooms.room(group.room()).affiliations.put(CAROL, "member");
        house.groups.joined(new JID(CAROL + "/phone"), group.room());

        assertThat(house.rooms.room(group.room()).affiliations).isEqualTo(Map.of(ALICE, "owner"));
    }

    @Test
    void members_are_invited_and_get_a_bookmark_and_lose_it() {
        Group group = house.group(BOB);
        awaitRouted("autojoin", 2);
        assertThat(house.routed)
                .filteredOn(packet -> packet.toXML().contains("jabber:x:conference"))
                .singleElement()
                .satisfies(invitation -> {
                    assertThat(invitation.getFrom()).hasToString(ALICE);
                    assertThat(invitation.getTo()).hasToString(BOB);
                });
        house.groups.change(ALICE, group.room(), remove(BOB));
        awaitRouted("<retract", 1);
        Awaitility.await().untilAsserted(() -> assertThat(errandsLeft()).isZero());
    }

    private void awaitRouted(String text, int times) {
        Awaitility.await().untilAsserted(() -> assertThat(
                        house.routed.stream().map(Packet::toXML).filter(xml -> xml.contains(text)))
                .hasSize(times));
    }

    @Test
    void a_group_that_its_last_member_leaves_is_gone_with_what_was_said() {
        Group group = house.group();
        house.messageResource.send(
                Callers.of("alice"),
                new im.hearth.groups.chat.GroupMessageResource.NewGroupMessage(group.id(), "hello", null, null, null));
        assertThat(house.groups.change(ALICE, group.room(), remove(ALICE))).isEmpty();

        assertThat(house.rooms.exists(group.room())).isFalse();
        assertThat(house.events(GroupEnded.class)).hasSize(1);
        assertThat(house.database.<Long>read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_message")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void a_room_that_somebody_destroys_is_a_group_that_has_ended() {
        Group group = house.group(BOB);
        house.groups.roomDestroyed(group.room());

        assertThat(house.groups.isMember(BOB, group.room())).isEmpty();
        assertThat(house.events(GroupEnded.class)).hasSize(1);
    }

    @Test
    void a_deleted_account_leaves_its_groups_and_hands_them_over() {
        Group group = house.group(BOB);
        house.accounts.delete("alice");
        house.groups.forget(new AccountDeleted("alice"));

        assertThat(house.groups.member(BOB, group.room()).map(Member::role)).isEqualTo(Optional.of(Role.OWNER));
        assertThat(house.groups.member(ALICE, group.room())).isEmpty();
        assertThat(house.rooms.room(group.room()).affiliations).isEqualTo(Map.of(BOB, "owner"));
    }

    @Test
    void who_has_just_left_makes_no_group_and_comes_into_none() {
        Group group = house.group();
        // They are known to the server until it has forgotten them.
        house.accounts.delete("bob");
        house.users.ensure("bob", "secret", null, null);

        assertThatThrownBy(() -> house.groups.create(BOB, "Pond", null, List.of(ALICE)))
                .isInstanceOf(Problem.class);
        Group another = house.group(BOB, CAROL);
        house.groups.change(ALICE, group.room(), Groups.Change.ofMembers(List.of(BOB, CAROL), List.of(), Map.of()));

        for (Group one : List.of(group, another)) {
            assertThat(house.groups.members(one.room()))
                    .extracting(Member::jid)
                    .containsExactlyInAnyOrder(ALICE, CAROL);
        }
        assertThat(house.groups.list(BOB, null, 10).items()).isEmpty();
    }

    @Test
    void a_group_of_a_thousand_members_is_a_room_of_a_thousand() {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            house.users.ensure("m" + i, "x", null, null);
            people.add("m" + i + "@" + House.DOMAIN);
        }
        Group group = house.groups.create(ALICE, "Thousand", null, people);

        assertThat(house.resource.get(Callers.of("m998"), group.id()).members()).hasSize(1_000);
        assertThat(house.rooms.room(group.room()).affiliations).hasSize(1_000);
    }

    @Test
    void a_group_has_no_more_members_than_it_may_have() {
        house.settings.set(GroupSettings.MAX_MEMBERS, "2");
        Group group = house.group(BOB);
        assertThatThrownBy(() -> house.groups.change(ALICE, group.room(), add(CAROL)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("at most 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t", "\u200b", "\u3164\u2800", "a\u202e", "a\u0007", "\ud800"})
    void a_name_that_shows_nothing_or_hides_something_is_refused(String name) {
        assertThatThrownBy(() -> GroupText.name(name)).isInstanceOf(Problem.class);
    }

    @Test
    void a_name_has_at_most_a_hundred_characters_of_any_plane() {
        assertThat(GroupText.name(" " + "🦔".repeat(100) + " ")).isEqualTo("🦔".repeat(100));
        assertThatThrownBy(() -> GroupText.name("x".repeat(101))).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "ftp://x/y", "//evil.example/x", "data:image/png;base64,x", "x", "/"})
    void a_picture_is_a_web_address_or_a_path_of_ours(String picture) {
        assertThatThrownBy(() -> GroupText.picture(picture)).isInstanceOf(Problem.class);
        assertThat(GroupText.picture("https://example.org/a.png")).isEqualTo("https://example.org/a.png");
        assertThat(GroupText.picture("/media/a.png")).isEqualTo("/media/a.png");
    }

    @Test
    void who_has_blocked_somebody_is_not_added_by_them_and_the_others_are() {
        FakeTies ties = new FakeTies();
        ties.block("bob", ALICE);
        house.people.knownBy(ties);

        Group group = house.group(BOB, CAROL);
        assertThat(house.rooms.room(group.room()).affiliations).isEqualTo(Map.of(ALICE, "owner", CAROL, "member"));

        house.groups.change(ALICE, group.room(), Change.ofMembers(List.of(BOB), List.of(), Map.of(BOB, Role.ADMIN)));
        assertThat(house.groups.member(BOB, group.room())).isEmpty();
        assertThat(house.groups.invite(ALICE, group.room(), List.of(BOB))).isEmpty();
    }
}
