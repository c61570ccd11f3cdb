package im.hearth.people.tags;

import static im.hearth.people.House.ALICE;
import static im.hearth.people.House.BOB;
import static im.hearth.people.House.CAROL;
import static im.hearth.people.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.problem.Kind;
import im.hearth.people.House;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagsTest {
    private final House house = new House();
    private final Tags tags = house.tags;

    @AfterEach
    void close() {
        house.close();
    }

    private List<String> on(String person) {
        return tags.list("alice", person, null, null, 50).items().stream()
                .map(UserTag::tag)
                .sorted()
                .toList();
    }

    private List<String> groups(String person) {
        return house.rosters.contact("alice", person).map(Contact::groups).orElse(List.of());
    }

    private void setInClient(String person, String... groups) {
        house.rosters.change(
                "alice",
                person,
                known -> new Contact(person, known.subscription(), known.asking(), known.asked(), List.of(groups)));
    }

    @Test
    void a_tag_on_a_contact_is_a_roster_group() {
        house.rosters.befriend("alice", BOB);

        UserTag tag = tags.add("alice", BOB, "  Family ");
        assertThat(groups(BOB)).containsExactly("Family");

        tags.rename("alice", tag.id(), "Work");
        assertThat(groups(BOB)).containsExactly("Work");

        tags.remove("alice", tag.id());
        assertThat(groups(BOB)).isEmpty();
        assertThat(house.told).contains("alice tag.created", "alice tag.changed", "alice tag.deleted");
    }

    @Test
    void a_roster_group_is_a_tag() {
        house.rosters.befriend("alice", BOB);

        setInClient(BOB, "Family", "Work");
        assertThat(on(BOB)).containsExactly("Family", "Work");

        setInClient(BOB, "Work");
        assertThat(on(BOB)).containsExactly("Work");
    }

    @Test
    void a_tag_on_somebody_else_waits_until_they_come_into_the_roster() {
        tags.add("alice", CAROL, "Neighbour");
        assertThat(groups(CAROL)).isEmpty();

        house.rosters.befriend("alice", CAROL);

        assertThat(groups(CAROL)).containsExactly("Neighbour");
        assertThat(on(CAROL)).containsExactly("Neighbour");
    }

    @Test
    void a_contact_who_goes_keeps_the_tags() {
        house.rosters.befriend("alice", BOB);
        tags.add("alice", BOB, "Family");

        house.rosters.remove("alice", BOB);

        assertThat(on(BOB)).containsExactly("Family");
    }

    @Test
    void a_group_whose_name_is_no_tag_stays_a_group() {
        String longName = "x".repeat(51);
        house.rosters.befriend("alice", BOB);
        setInClient(BOB, longName, "Family");

        assertThat(on(BOB)).containsExactly("Family");
        tags.add("alice", BOB, "Work");
        assertThat(groups(BOB)).containsExactlyInAnyOrder(longName, "Family", "Work");
    }

    @Test
    void groups_from_before_are_tags_when_they_are_listed() {
        house.rosters.befriend("alice", BOB);
        setInClient(BOB, "Family");
        house.test.database().write(transaction -> transaction.handle().execute("DELETE FROM hearth_tag"));

        assertThat(on(BOB)).containsExactly("Family");
    }

    @Test
    void the_same_tag_twice_is_refused() {
        tags.add("alice", BOB, "Family");
        UserTag other = tags.add("alice", BOB, "Work");

        assertThat(refused(() -> tags.add("alice", BOB, "Family ")).slug()).isEqualTo("already-tagged");
        assertThat(refused(() -> tags.rename("alice", other.id(), "Family")).slug())
                .isEqualTo("already-tagged");
        assertThat(tags.add("bob", ALICE, "Family").tag()).isEqualTo("Family");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0007b", "a\ud800"})
    void what_is_no_label_is_refused(String text) {
        assertThat(refused(() -> tags.add("alice", BOB, text)).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void a_tag_has_50_characters_at_most_whatever_they_take() {
        assertThat(tags.add("alice", BOB, "\ud83d\ude00".repeat(50)).tag()).hasSize(100);
        assertThat(refused(() -> tags.add("alice", BOB, "\ud83d\ude00".repeat(51)))
                        .kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void a_person_has_20_tags_at_most() {
        for (int i = 0; i < Tags.MOST_ON_ONE; i++) {
            tags.add("alice", BOB, "tag " + i);
        }

        assertThat(refused(() -> tags.add("alice", BOB, "one more")).slug()).isEqualTo("too-many-tags");
    }

    @Test
    void oneself_and_the_tags_of_others_are_out_of_reach() {
        assertThat(refused(() -> tags.add("alice", ALICE, "Me")).kind()).isEqualTo(Kind.INVALID);
        UserTag tag = tags.add("alice", BOB, "Family");
        assertThat(refused(() -> tags.rename("bob", tag.id(), "Mine")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(() -> tags.remove("bob", tag.id())).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void lists_are_by_person_and_by_tag() {
        tags.add("alice", BOB, "Family");
        tags.add("alice", CAROL, "Family");
        tags.add("alice", CAROL, "Work");

        assertThat(tags.list("alice", null, "Family", null, 50).items())
                .extracting(UserTag::person)
                .containsExactlyInAnyOrder(BOB, CAROL);
        assertThat(tags.list("alice", CAROL, "Work", null, 50).items()).hasSize(1);
        assertThat(tags.list("alice", null, null, null, 2).next()).isNotNull();
    }

    @Test
    void with_an_account_go_its_tags_and_those_on_it() {
        tags.add("alice", BOB, "Family");
        tags.add("bob", CAROL, "Work");

        house.accounts.delete("bob");

        assertThat(on(BOB)).isEmpty();
        assertThat(tags.list("bob", null, null, null, 50).items()).isEmpty();
    }

    @Test
    void what_becomes_of_the_roster_of_who_has_left_makes_no_tags() {
        house.rosters.befriend("alice", BOB);
        house.rosters.befriend("bob", ALICE);
        tags.add("alice", BOB, "Family");
        tags.add("bob", ALICE, "Neighbour");

        house.leave("alice");
        setInClient(BOB, "Family", "Work");
        house.rosters.change(
                "bob",
                ALICE,
                known -> new Contact(
                        ALICE, known.subscription(), known.asking(), known.asked(), List.of("Neighbour", "Work")));

        assertThat(house.rows("hearth_tag", "owner", "alice")).isZero();
        assertThat(house.rows("hearth_tag", "owner", "bob")).isZero();
        assertThat(refused(() -> tags.add("alice", BOB, "Late")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(() -> tags.add("bob", ALICE, "Late")).kind()).isEqualTo(Kind.NOT_FOUND);
    }
}
