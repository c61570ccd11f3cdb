package im.hearth.location;

import static im.hearth.location.House.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.PageRequest;
import im.hearth.location.LocationResource.NewLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationsTest {
    private final House house = new House();

    @BeforeEach
    void befriend() {
        house.ties.befriend("alice", "bob");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private LocationView share(String username, @Nullable Integer minutes, @Nullable List<String> names) {
        return put(username, 48.208174, 16.373819, minutes, names);
    }

    private LocationView put(
            String username,
            double latitude,
            double longitude,
            @Nullable Integer minutes,
            @Nullable List<String> names) {
        return house.resource.put(
                as(username), "me", new NewLocation(latitude, longitude, 12.5, null, names, null, minutes));
    }

    private static Problem problem(ThrowingCallable act) {
        return catchThrowableOfType(Problem.class, act);
    }

    private boolean sees(String viewer, String owner) {
        boolean listed = list(viewer).contains(owner);
        boolean found;
        try {
            house.resource.get(as(viewer), owner);
            found = true;
        } catch (Problem e) {
            assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
            found = false;
        }
        assertThat(listed).isEqualTo(found);
        return found;
    }

    private List<String> list(String viewer) {
        return house.resource.list(as(viewer), new PageRequest()).items().stream()
                .map(LocationView::user)
                .toList();
    }

    @Test
    void a_friend_it_is_shared_with_sees_it_and_nobody_else() {
        house.ties.befriend("alice", "carol");

        LocationView own = share("alice", 30, List.of("bob"));

        assertThat(own.sharedWith()).containsExactly("bob");
        assertThat(own.expiresAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(30)));
        LocationView seen = house.resource.get(as("bob"), "alice");
        assertThat(seen.latitude()).isEqualTo(48.208174);
        assertThat(seen.longitude()).isEqualTo(16.373819);
        assertThat(seen.accuracy()).isEqualTo(12.5);
        assertThat(seen.precision()).isEqualTo(Precision.EXACT);
        assertThat(seen.updatedAt()).isEqualTo(house.clock.instant());
        assertThat(seen.sharedWith()).containsExactly("bob");
        assertThat(sees("bob", "alice")).isTrue();
        assertThat(sees("carol", "alice")).isFalse();
        assertThat(list("alice")).isEmpty();
    }

    @Test
    void others_do_not_see_with_whom_else_it_is_shared() {
        house.ties.befriend("alice", "carol");
        String group = house.group("garden", "alice", "bob");
        String secret = house.group("secret", "alice", "dora");

        assertThat(share("alice", 30, List.of("bob", "carol", group, secret, "alice"))
                        .sharedWith())
                .containsExactlyInAnyOrder("bob", "carol", group, secret);

        assertThat(house.resource.get(as("bob"), "alice").sharedWith()).containsExactlyInAnyOrder("bob", group);
        assertThat(house.resource.get(as("alice"), "me").sharedWith()).hasSize(4);
    }

    @Test
    void members_of_a_group_see_it_until_they_leave() {
        String group = house.group("garden", "alice", "bob", "carol");
        share("alice", 30, List.of(group));
        assertThat(sees("carol", "alice")).isTrue();

        house.leave(group, "carol");

        assertThat(sees("carol", "alice")).isFalse();
        assertThat(sees("bob", "alice")).isTrue();
    }

    @Test
    void a_group_sees_it_no_more_once_its_owner_has_left() {
        String group = house.group("garden", "alice", "carol");
        share("alice", 30, List.of(group));

        house.leave(group, "alice");

        assertThat(sees("carol", "alice")).isFalse();
        house.heard();
        share("alice", null, null);
        assertThat(house.heard()).containsOnlyKeys("alice", "carol").containsEntry("carol", "");
        share("alice", null, null);
        assertThat(house.heard()).containsOnlyKeys("alice");
    }

    @ParameterizedTest
    @CsvSource({"alice, bob", "bob, alice"})
    void who_is_a_friend_no_more_loses_sight_at_once_and_hears_so(String leaver, String left) {
        house.ties.befriend("alice", "carol");
        share("alice", 30, List.of("bob", "carol"));
        house.heard();
        house.told.clear();

        house.ties.unfriend("alice", "bob");
        change(leaver, left);

        assertThat(sees("bob", "alice")).isFalse();
        assertThat(house.heard()).isEqualTo(Map.of("bob", ""));
        assertThat(house.told).containsExactly("location.ended [bob]");
        share("alice", null, null);
        assertThat(house.heard()).containsOnlyKeys("alice", "carol");
    }

    @Test
    void who_was_no_friend_before_the_server_started_anew_hears_it_too() {
        share("alice", 30, List.of("bob"));
        house.heard();
        Telling anew = new Telling(house.locations, house.circles, List.of(house.stanzas), Runnable::run);

        house.ties.unfriend("alice", "bob");
        anew.changed(new TiesChanged("alice", "bob"));
        anew.changed(new TiesChanged("bob", "alice"));

        assertThat(house.delivered).hasSize(1);
        assertThat(house.heard()).isEqualTo(Map.of("bob", ""));
    }

    @Test
    void a_change_among_others_tells_nobody_anything() {
        share("alice", 30, List.of("bob"));
        house.heard();

        change("alice", "carol");
        change("carol", "bob");
        change("alice", null);
        change("bob", null);
        change("bob", "garden@" + House.ROOMS);

        assertThat(house.heard()).isEmpty();
    }

    /** What somebody is to somebody else, or to anybody, changes. */
    private void change(String person, @Nullable String other) {
        house.telling.changed(new TiesChanged(person, other));
    }

    @Test
    void who_leaves_a_group_hears_that_the_places_of_its_members_ended_and_they_that_theirs_did() {
        String group = house.group("garden", "alice", "bob", "carol");
        share("alice", 30, List.of(group));
        share("carol", 30, List.of(group));
        house.heard();
        house.told.clear();

        house.leave(group, "carol");
        change("carol", group + "@" + House.ROOMS);

        assertThat(house.told).containsExactlyInAnyOrder("location.ended [alice, bob]", "location.ended [carol]");
        assertThat(house.heard()).isEqualTo(Map.of("alice", "", "bob", "", "carol", ""));
        change("carol", group + "@" + House.ROOMS);
        assertThat(house.heard()).isEmpty();
    }

    @Test
    void who_leaves_a_group_and_is_a_friend_still_sees_what_is_shared_with_friends() {
        String group = house.group("garden", "alice", "bob", "carol");
        share("alice", 30, List.of(group, "bob"));
        house.heard();

        house.leave(group, "bob");
        change("bob", group + "@" + House.ROOMS);

        assertThat(house.heard()).isEmpty();
        assertThat(sees("bob", "alice")).isTrue();
    }

    @Test
    void who_left_a_group_after_the_server_started_anew_hears_it_too() {
        String group = house.group("garden", "alice", "bob", "carol");
        share("alice", 30, List.of(group));
        share("carol", 30, List.of(group));
        house.heard();
        Telling anew = new Telling(house.locations, house.circles, List.of(house.stanzas), Runnable::run);

        house.leave(group, "carol");
        anew.changed(new TiesChanged("carol", group + "@" + House.ROOMS));

        assertThat(house.heard()).isEqualTo(Map.of("alice", "", "bob", "", "carol", ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whom_a_change_of_privacy_shuts_out_hears_it(boolean startsAnew) {
        String group = house.group("garden", "alice", "carol");
        share("alice", 30, List.of("bob", group));
        house.heard();
        Telling telling = startsAnew
                ? new Telling(house.locations, house.circles, List.of(house.stanzas), Runnable::run)
                : house.telling;

        house.ties.show("alice", "nobody");
        telling.changed(new TiesChanged("alice", null));

        assertThat(house.heard()).isEqualTo(Map.of("bob", "", "carol", ""));
    }

    @ParameterizedTest
    @CsvSource({"alice, bob", "bob, alice"})
    void those_who_block_each_other_see_nothing_of_each_other(String blocker, String blocked) {
        String group = house.group("garden", "alice", "bob");
        share("alice", 30, List.of("bob", group));

        house.heard();
        house.ties.block(blocker, blocked);
        change(blocker, blocked);

        assertThat(sees("bob", "alice")).isFalse();
        assertThat(house.heard()).isEqualTo(Map.of("bob", ""));
        share("alice", null, null);
        assertThat(house.heard()).containsOnlyKeys("alice");
    }

    @Test
    void privacy_says_with_whom_it_may_be_shared() {
        String group = house.group("garden", "alice", "carol");
        assertThat(problem(() -> share("alice", 30, List.of("bob", "carol"))).errors())
                .extracting(FieldError::field)
                .containsExactly("shared_with[1]");

        house.ties.show("alice", "everyone");
        share("alice", 30, List.of("carol"));
        assertThat(sees("carol", "alice")).isTrue();

        house.ties.show("alice", "nobody");
        assertThat(sees("carol", "alice")).isFalse();
        assertThat(problem(() -> share("alice", 30, List.of(group))).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(share("alice", 30, List.of()).sharedWith()).isEmpty();
    }

    @Test
    void a_group_is_shared_with_by_those_who_are_in_it_only() {
        String group = house.group("garden", "bob", "carol");

        assertThat(problem(() -> share("alice", 30, List.of(group))).errors())
                .extracting(FieldError::field)
                .containsExactly("shared_with[0]");
    }

    @Test
    void what_names_a_person_and_a_group_is_to_be_said_as_a_jid() {
        house.group("bob", "alice", "carol");

        assertThat(problem(() -> share("alice", 30, List.of("bob"))).detail()).contains("write the JID");
        share("alice", 30, List.of("Bob@" + House.DOMAIN));
        assertThat(sees("carol", "alice")).isFalse();
        share("alice", 30, List.of("bob@" + House.ROOMS));
        assertThat(sees("carol", "alice")).isTrue();
    }

    @Test
    void it_ends_by_itself() {
        share("alice", 30, List.of("bob"));
        house.heard();

        house.clock.advance(Duration.ofMinutes(30));

        assertThat(sees("bob", "alice")).isFalse();
        assertThat(problem(() -> house.resource.get(as("alice"), "me")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(rows("hearth_location")).isZero();
        assertThat(rows("hearth_location_share")).isZero();
        assertThat(house.heard()).containsOnlyKeys("alice", "bob").containsEntry("bob", "");
    }

    @Test
    void the_job_ends_what_nobody_reads() {
        for (int i = 0; i < 120; i++) {
            house.users.ensure("person" + i, "secret", null, null);
            share("person" + i, 5, List.of());
        }
        share("alice", 30, List.of("bob"));
        house.clock.advance(Duration.ofMinutes(5));

        house.locations.endExpired();

        assertThat(rows("hearth_location")).isOne();
        assertThat(sees("bob", "alice")).isTrue();
    }

    @Test
    void who_goes_on_after_the_end_begins_anew() {
        share("alice", 30, List.of("bob"));
        house.clock.advance(Duration.ofMinutes(30));

        assertThat(problem(() -> share("alice", null, null)).errors())
                .extracting(FieldError::field)
                .containsExactly("expires_at");
        assertThat(share("alice", 10, null).sharedWith()).isEmpty();
        assertThat(sees("bob", "alice")).isFalse();
    }

    @Test
    void what_an_update_does_not_say_stays() {
        house.resource.put(
                as("alice"), "alice", new NewLocation(1.0, 2.0, null, Precision.COARSE, List.of("bob"), null, 30));
        house.clock.advance(Duration.ofMinutes(1));

        LocationView updated = put("alice", 48.208174, 16.373819, null, null);

        assertThat(updated.precision()).isEqualTo(Precision.COARSE);
        assertThat(updated.latitude()).isEqualTo(48.21);
        assertThat(updated.sharedWith()).containsExactly("bob");
        assertThat(updated.expiresAt()).isEqualTo(house.clock.instant().plus(Duration.ofMinutes(29)));
        assertThat(updated.updatedAt()).isEqualTo(house.clock.instant());
    }

    @Test
    void who_is_not_named_any_more_hears_that_it_ended_for_them() {
        house.ties.befriend("alice", "carol");
        share("alice", 30, List.of("bob", "carol"));
        house.heard();
        house.told.clear();

        share("alice", 30, List.of("carol"));

        assertThat(sees("bob", "alice")).isFalse();
        assertThat(house.heard())
                .containsEntry("bob", "")
                .containsEntry("carol", "48.208174,16.373819")
                .containsEntry("alice", "48.208174,16.373819");
        assertThat(house.told).containsExactly("location.ended [bob]", "location.changed [alice, carol]");
    }

    @Test
    void who_is_still_in_a_group_that_sees_it_hears_of_no_end() {
        String group = house.group("garden", "alice", "bob");
        share("alice", 30, List.of("bob", group));
        house.heard();

        share("alice", 30, List.of(group));

        assertThat(house.heard()).containsEntry("bob", "48.208174,16.373819");
        assertThat(house.told).noneMatch(event -> event.startsWith("location.ended"));
    }

    @Test
    void stopping_it_tells_those_who_saw_it() {
        share("alice", 30, List.of("bob"));
        house.heard();

        house.resource.delete(as("alice"), "me");
        house.resource.delete(as("alice"), "me");

        assertThat(sees("bob", "alice")).isFalse();
        assertThat(house.heard()).containsOnlyKeys("alice", "bob").containsEntry("bob", "");
        assertThat(house.told).endsWith("location.ended [alice, bob]").hasSize(2);
    }

    @Test
    void only_they_themselves_say_where_somebody_is() {
        assertThat(problem(() -> house.resource.put(
                                as("bob"), "alice", new NewLocation(1.0, 2.0, null, null, null, null, 5)))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(problem(() -> house.resource.delete(as("bob"), "alice")).kind())
                .isEqualTo(Kind.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({
        "90.1, 0, 1, latitude",
        "-91, 0, 1, latitude",
        "NaN, 0, 1, latitude",
        "0, 180.5, 1, longitude",
        "0, -Infinity, 1, longitude",
        "0, 0, -1, accuracy",
        "0, 0, Infinity, accuracy"
    })
    void what_is_nowhere_on_earth_is_refused(double latitude, double longitude, double accuracy, String field) {
        Problem refused = problem(() -> house.resource.put(
                as("alice"), "me", new NewLocation(latitude, longitude, accuracy, null, null, null, 5)));

        assertThat(refused.errors()).extracting(FieldError::field).containsExactly(field);
        assertThat(rows("hearth_location")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5, 481, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void it_ends_in_the_next_hours(int minutes) {
        assertThat(problem(() -> share("alice", minutes, null)).errors())
                .extracting(FieldError::field)
                .containsExactly("minutes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-15T12:00:00Z",
                "2026-01-15T11:59:59Z",
                "2026-01-15T20:00:01Z",
                "+1000000000-01-01T00:00:00Z"
            })
    void an_end_is_a_time_of_the_next_hours(String text) {
        assertThat(problem(() -> house.resource.put(
                                as("alice"),
                                "me",
                                new NewLocation(1.0, 2.0, null, null, null, Instant.parse(text), null)))
                        .errors())
                .extracting(FieldError::field)
                .containsExactly("expires_at");
    }

    @Test
    void the_operator_says_how_long_at_most() {
        house.properties.set(LocationSettings.MAX_DURATION.name(), "PT24H", false);

        assertThat(house.resource
                        .put(
                                as("alice"),
                                "me",
                                new NewLocation(
                                        1.0, 2.0, null, null, null, Instant.parse("2026-01-16T12:00:00Z"), null))
                        .expiresAt())
                .isEqualTo("2026-01-16T12:00:00Z");
    }

    @Test
    void more_than_once_a_second_is_too_often() {
        for (int i = 0; i < 10; i++) {
            share("alice", 5, null);
        }

        assertThat(problem(() -> share("alice", 5, null)).kind()).isEqualTo(Kind.TOO_OFTEN);
        share("bob", 5, null);
        house.clock.advance(Duration.ofSeconds(1));
        share("alice", 5, null);
        assertThat(problem(() -> share("alice", 5, null)).kind()).isEqualTo(Kind.TOO_OFTEN);
    }

    @Test
    void a_hundred_people_and_groups_are_enough() {
        assertThat(problem(() -> share("alice", 5, java.util.Collections.nCopies(101, "bob")))
                        .errors())
                .extracting(FieldError::field)
                .containsExactly("shared_with");
    }

    @Test
    void who_leaves_for_good_leaves_nothing() {
        house.ties.befriend("alice", "carol");
        share("alice", 30, List.of("bob", "carol"));
        share("bob", 30, List.of("alice"));

        house.locations.forget(new AccountDeleted("bob"));

        assertThat(rows("hearth_location")).isOne();
        assertThat(house.resource.get(as("alice"), "me").sharedWith()).containsExactly("carol");
    }

    @Test
    void what_was_on_its_way_says_nothing_of_who_has_left() {
        house.ties.befriend("alice", "carol");
        share("alice", 30, List.of());
        house.accounts.find("bob");
        house.accounts.delete("bob");
        house.locations.forget(new AccountDeleted("bob"));

        assertThat(problem(() -> share("bob", 30, List.of("alice"))).kind()).isEqualTo(Kind.NOT_FOUND);
        share("alice", 30, List.of("bob", "carol"));
        house.locations.share("alice", List.of("bob@" + House.DOMAIN), List.of());

        assertThat(rows("hearth_location")).isOne();
        assertThat(house.resource.get(as("alice"), "me").sharedWith()).containsExactly("carol");
    }

    @Test
    void what_lies_in_the_database_tells_no_place() {
        share("alice", 30, List.of("bob"));
        String first = place();
        share("alice", 30, List.of("bob"));

        assertThat(place()).hasSameSizeAs(first).isNotEqualTo(first).doesNotContain("48", "16.3");
        // Somebody else's name on it opens nothing.
        house.database.write(
                transaction -> transaction.handle().execute("UPDATE hearth_location SET username = 'mallory'"));
        assertThat(problem(() -> house.resource.get(as("mallory"), "me")).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void what_is_written_of_a_place_in_a_log_says_nothing_of_it() {
        NewLocation wish = new NewLocation(48.208174, 16.373819, 12.5, null, null, null, 5);
        house.resource.put(as("alice"), "me", wish);
        LocationView view = house.resource.get(as("alice"), "me");

        assertThat(List.of(
                                wish.toString(),
                                view.toString(),
                                house.locations.own("alice").toString(),
                                new im.hearth.core.talk.Location(48.208174, 16.373819, 12.5, "home").toString())
                        .toString())
                .doesNotContain("48.2", "16.37", "12.5", "home");
    }

    @Test
    void a_list_goes_on_where_a_page_ends() {
        for (String owner : List.of("carol", "dora", "emil")) {
            house.users.ensure(owner, "secret", null, null);
            house.ties.befriend(owner, "bob");
            share(owner, 30, List.of("bob"));
        }
        share("alice", 30, List.of("bob"));
        house.ties.unfriend("bob", "alice");

        var first = house.locations.list("bob", null, 2);
        var second = house.locations.list("bob", "carol", 2);

        assertThat(first.items()).extracting(seen -> seen.position().username()).containsExactly("carol");
        assertThat(first.next()).isNotNull();
        assertThat(second.items())
                .extracting(seen -> seen.position().username())
                .containsExactly("dora", "emil");
        assertThat(second.next()).isNull();
    }

    private String place() {
        return house.database.read(handle -> handle.createQuery("SELECT place FROM hearth_location")
                .mapTo(String.class)
                .one());
    }

    private int rows(String table) {
        return house.database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }
}
