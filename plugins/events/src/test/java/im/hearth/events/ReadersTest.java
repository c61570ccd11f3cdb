package im.hearth.events;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReadersTest {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-events");
    private final MutableClock clock = new MutableClock();
    private final Set<String> here = new HashSet<>();
    private final Set<String> there = new HashSet<>();
    private final Readers one = node("one", here);
    private final Readers two = node("two", there);

    private Readers node(String name, Set<String> readers) {
        return new Readers(database.database(), new ReaderStore(), name, readers::contains, () -> readers, clock);
    }

    @BeforeEach
    void meet() {
        here.add("alice");
        one.beat();
        two.beat();
        one.beat();
        one.write();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private int rows() {
        return database.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_event_reader")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void who_was_there_before_the_other_node_came_is_known_to_it() {
        assertThat(two.elsewhere(Set.of("alice"))).containsExactly("alice");
        assertThat(two.elsewhere(Set.of("bob"))).isEmpty();
        assertThat(one.elsewhere(Set.of("alice"))).isEmpty();
    }

    @Test
    void who_comes_and_goes_is_known_once_it_is_written_down() {
        there.add("bob");
        two.cameOrWent("bob");
        two.write();
        assertThat(one.elsewhere(Set.of("bob"))).containsExactly("bob");

        there.remove("bob");
        two.cameOrWent("bob");
        two.write();
        assertThat(one.elsewhere(Set.of("bob"))).isEmpty();
    }

    @Test
    void the_readers_of_a_node_that_died_are_forgotten() {
        clock.advance(Duration.ofMinutes(1));
        two.beat();
        assertThat(two.elsewhere(Set.of("alice"))).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        two.purge();
        assertThat(rows()).isZero();
    }

    @Test
    void a_node_that_was_taken_for_dead_writes_its_readers_down_again() {
        clock.advance(Duration.ofMinutes(2));
        two.purge();
        one.beat();
        two.beat();
        one.beat();
        one.write();

        assertThat(two.elsewhere(Set.of("alice"))).containsExactly("alice");
    }

    @Test
    void who_left_while_a_node_was_alone_is_not_known_to_one_that_comes() {
        two.close();
        one.beat();
        here.remove("alice");
        one.cameOrWent("alice");
        one.write();

        two.beat();
        one.beat();
        one.write();
        assertThat(two.elsewhere(Set.of("alice"))).isEmpty();
    }

    @Test
    void a_node_that_leaves_takes_its_readers_with_it() {
        one.close();

        assertThat(two.elsewhere(Set.of("alice"))).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void a_node_that_is_alone_writes_nothing_down() {
        one.close();
        two.close();
        there.add("bob");
        two.beat();
        two.cameOrWent("bob");
        two.write();

        assertThat(rows()).isZero();
    }
}
