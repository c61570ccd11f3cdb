package im.hearth.people.contacts;

import static im.hearth.people.House.BOB;
import static im.hearth.people.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.problem.Kind;
import im.hearth.people.House;
import im.hearth.people.contacts.Contacts.Found;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ContactsTest {
    private final House house = new House();
    private final Contacts contacts = house.contacts;

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void who_is_here_is_found_by_any_form_of_the_number_in_the_order_asked() {
        List<Found> found = contacts.find(
                "alice", List.of("+43 664 1234567", "+4915199999999", "0176 12345678", "nonsense", "+49 176 12345678"));

        assertThat(found)
                .containsExactly(
                        new Found("+43 664 1234567", "carol"),
                        new Found("0176 12345678", "bob"),
                        new Found("+49 176 12345678", "bob"));
    }

    @Test
    void national_forms_are_of_the_country_of_who_asks() {
        assertThat(contacts.find("carol", List.of("0664 1234567", "0176 12345678")))
                .containsExactly(new Found("0664 1234567", "carol"));
    }

    @Test
    void who_does_not_want_to_be_found_or_has_blocked_who_asks_is_not_here() {
        house.blocks.follow("bob");
        house.lists.add("bob", List.of("alice@example.org"));
        house.blocks.follow("bob");

        assertThat(contacts.find("alice", List.of("+4917612345678"))).isEmpty();
        assertThat(contacts.find("carol", List.of("+4917612345678"))).hasSize(1);
        assertThat(house.blocks.hasBlocked("alice", BOB)).isFalse();
    }

    @Test
    void too_many_at_once_and_too_many_a_day_are_refused() {
        assertThat(refused(() -> contacts.find("alice", Collections.nCopies(1_001, "1")))
                        .kind())
                .isEqualTo(Kind.INVALID);
        house.properties.set(ContactSettings.NUMBERS_PER_DAY.name(), "3", false);
        contacts.find("alice", List.of("1", "2"));

        assertThat(refused(() -> contacts.find("alice", List.of("3", "4"))).kind())
                .isEqualTo(Kind.TOO_OFTEN);
        assertThat(contacts.find("alice", List.of("+4917612345678"))).hasSize(1);
        assertThat(refused(() -> contacts.find("alice", List.of("3"))).retryAfter())
                .contains(Duration.ofHours(12));
        assertThat(contacts.find("bob", List.of("3"))).isEmpty();

        house.clock.advance(Duration.ofDays(1));
        assertThat(contacts.find("alice", List.of("1", "2", "3"))).isEmpty();
    }

    @Test
    void numbers_that_are_not_here_are_nowhere() {
        contacts.find("alice", List.of("+4915199999999"));

        List<String> counts = house.test.database().read(handle -> handle.createQuery(
                        "SELECT what FROM hearth_people_count WHERE username = 'alice'")
                .mapTo(String.class)
                .list());
        assertThat(counts).containsExactly("contact-numbers");
    }
}
