package im.hearth.push.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenStreamsTest {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-push");
    private final MutableClock clock = new MutableClock();
    private final Set<String> onOne = new HashSet<>();
    private final OpenStreams one = node("one", onOne);
    private final OpenStreams other = node("other", new HashSet<>());

    private OpenStreams node(String name, Set<String> here) {
        return new OpenStreams(database.database(), new OpenStreamStore(), here::contains, name, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_stream_on_one_node_is_known_on_the_other_until_it_closes() {
        onOne.add("alice");
        one.cameOrWent("alice");
        one.cameOrWent("alice");
        assertThat(other.among(List.of("alice", "bob"))).containsExactly("alice");

        onOne.clear();
        one.cameOrWent("alice");
        assertThat(other.among(List.of("alice", "bob"))).isEmpty();
    }

    @Test
    void streams_of_a_node_that_died_are_forgotten_and_those_of_one_that_lives_are_not() {
        onOne.add("alice");
        one.cameOrWent("alice");
        clock.advance(Duration.ofSeconds(45));
        one.renew();
        clock.advance(Duration.ofSeconds(45));
        assertThat(other.among(List.of("alice"))).hasSize(1);

        clock.advance(Duration.ofSeconds(45));
        assertThat(other.among(List.of("alice"))).isEmpty();
    }

    @Test
    void a_node_that_stops_takes_its_own_with_it() {
        onOne.add("alice");
        one.cameOrWent("alice");

        other.close();
        assertThat(other.among(List.of("alice"))).hasSize(1);
        one.close();
        assertThat(other.among(List.of("alice"))).isEmpty();
    }
}
