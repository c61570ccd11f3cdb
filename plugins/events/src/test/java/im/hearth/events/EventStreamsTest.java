package im.hearth.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.db.CommitClock;
import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.EventSource;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.events.House.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventStreamsTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_reader_sees_what_happens_to_it_and_nothing_else() {
        Reader alice = house.connect("alice", null);

        house.happen("one", "alice", "bob");
        house.happen("two", "bob");
        house.happen("three", "alice");

        assertThat(alice.types).containsExactly("one", "three");
    }

    @Test
    void a_new_reader_sees_nothing_of_what_was() {
        house.happen("old", "alice");

        Reader alice = house.connect("alice", null);

        assertThat(alice.types).isEmpty();
        assertThat(alice.ids).hasSize(1);
    }

    @Test
    void a_reader_that_comes_again_gets_what_it_missed_once_and_in_order() {
        Reader first = house.connect("alice", null);
        house.happen("seen", "alice");
        first.stream().gone();
        List<String> missed = IntStream.range(0, 3 * Feed.PAGE + 1)
                .mapToObj(i -> "missed" + i)
                .toList();
        missed.forEach(what -> house.happen(what, "alice"));

        Reader second = house.connect("alice", first.lastId());
        house.happen("new", "alice");

        List<String> expected = new ArrayList<>(missed);
        expected.add("new");
        assertThat(second.types).containsExactlyElementsOf(expected);
    }

    @Test
    void a_reader_that_saw_nothing_can_come_again_too() {
        Reader first = house.connect("alice", null);
        first.stream().gone();
        house.happen("missed", "alice");

        assertThat(house.connect("alice", first.lastId()).types).containsExactly("missed");
    }

    @Test
    void events_of_all_sources_come_in_the_order_of_their_commits() {
        Interleaved other = new Interleaved();
        house.live.add(other);
        Reader alice = house.connect("alice", null);
        alice.reads = false;
        for (int i = 0; i < 2 * Feed.PAGE; i++) {
            house.happen("log", "alice");
            other.happen();
        }
        alice.reads = true;
        alice.take();
        house.run();

        List<Long> ids = alice.ids.stream().map(Long::valueOf).toList();
        assertThat(ids).hasSize(4 * Feed.PAGE + 1).doesNotHaveDuplicates().isSorted();
        assertThat(alice.types.subList(0, 4)).containsExactly("log", "other", "log", "other");
    }

    /** Another feature's rows. */
    private final class Interleaved implements EventSource {
        private final List<Long> rows = new ArrayList<>();

        void happen() {
            house.database
                    .database()
                    .write(transaction -> rows.add(
                            new CommitClock().allot(transaction.handle(), 1, CommitClock.at(house.clock.instant()))));
            house.live.wake(List.of("alice"));
            house.run();
        }

        @Override
        public EventPage read(Handle handle, String username, long after, long upTo, int limit) {
            List<LiveEvent> events = rows.stream()
                    .filter(id -> id > after && id <= upTo)
                    .limit(limit)
                    .map(id -> new LiveEvent(id, "other", Map.of()))
                    .toList();
            return new EventPage(
                    events, events.size() < limit ? upTo : events.get(limit - 1).id());
        }

        @Override
        public Map<String, Long> touched(Handle handle, long after, long upTo) {
            return Map.of();
        }
    }

    @Test
    void what_is_not_kept_any_more_is_told_as_a_reset() {
        Reader first = house.connect("alice", null);
        first.stream().gone();
        house.happen("missed", "alice");
        house.clock.advance(Duration.ofDays(8));
        house.happen("late", "bob");

        Reader second = house.connect("alice", first.lastId());
        house.happen("new", "alice");

        assertThat(second.types).containsExactly("reset", "new");
    }

    @Test
    void where_nothing_happened_for_long_nothing_was_missed() {
        Reader first = house.connect("alice", null);
        first.stream().gone();
        house.clock.advance(Duration.ofDays(30));

        Reader second = house.connect("alice", first.lastId());
        house.happen("new", "alice");

        assertThat(second.types).containsExactly("new");
    }

    @Test
    void an_id_that_is_none_of_ours_is_a_reset() {
        house.happen("something", "alice");

        for (String id : List.of("nonsense", "-5", "999999999999999999", "99999999999999999999999")) {
            assertThat(house.connect("alice", id).types).as(id).containsExactly("reset");
        }
    }

    @Test
    void a_slow_reader_is_sent_no_more_than_a_page_then_cut_off_and_misses_nothing() {
        Reader slow = house.connect("alice", null);
        slow.reads = false;
        for (int i = 0; i < 4 * Feed.PAGE; i++) {
            house.happen("event" + i, "alice");
        }
        assertThat(slow.waiting()).isEqualTo(1);

        house.clock.advance(Duration.ofSeconds(31));
        house.streams.tick();

        assertThat(slow.farewell).isEqualTo(Farewell.SLOW);
        assertThat(house.streams.count()).isZero();
        Reader again = house.connect("alice", slow.lastId());
        assertThat(again.types).hasSize(4 * Feed.PAGE).startsWith("event0", "event1");
    }

    @Test
    void who_lets_too_much_wait_that_is_not_kept_is_cut_off() {
        Reader slow = house.connect("alice", null);
        slow.reads = false;

        for (int i = 0; i < 300; i++) {
            house.live.tell(List.of("alice"), "presence.changed", Map.of());
            house.run();
        }

        assertThat(slow.farewell).isEqualTo(Farewell.FLOODED);
    }

    @Test
    void what_is_not_kept_is_told_to_those_who_are_here_only() {
        Reader first = house.connect("alice", null);
        house.live.tell(List.of("alice", "bob"), "presence.changed", Map.of());
        house.run();

        assertThat(first.types).containsExactly("presence.changed");
        assertThat(house.connect("bob", first.ids.get(0)).types).isEmpty();
    }

    @Test
    void an_account_has_so_many_streams_and_another_one_when_one_ends() {
        house.properties.set("hearth.events.streams-per-account", "2", false);
        Reader first = house.connect("alice", null);
        house.connect("alice", null);

        assertThatThrownBy(() -> house.connect("alice", null))
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::kind)
                .isEqualTo(Kind.TOO_OFTEN);
        house.connect("bob", null);
        first.stream().gone();
        house.connect("alice", null);
        assertThat(house.streams.count()).isEqualTo(3);
    }

    @Test
    void a_server_has_so_many_streams() {
        house.properties.set("hearth.events.streams", "1", false);
        house.connect("alice", null);

        assertThatThrownBy(() -> house.connect("bob", null))
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::kind)
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(house.streams.count()).isEqualTo(1);
    }

    @Test
    void a_stream_ends_when_its_token_expires_unless_another_one_came() {
        house.expiries.put("alice", house.clock.instant().plusSeconds(60));
        house.expiries.put("bob", house.clock.instant().plusSeconds(60));
        Reader alice = house.connect("alice", null);
        Reader bob = house.connect("bob", null);
        house.expiries.put("bob", house.clock.instant().plusSeconds(600));
        bob.stream().renew(house.streams.subscriber("bob"));

        house.clock.advance(Duration.ofSeconds(61));
        house.streams.tick();

        assertThat(alice.farewell).isEqualTo(Farewell.EXPIRED);
        assertThat(bob.farewell).isNull();
    }

    @Test
    void logging_out_ends_the_streams_of_that_session() {
        Reader alice = house.connect("alice", null);

        house.streams.end("alice", who -> who.caller().sessionId().equals("another"));
        assertThat(alice.farewell).isNull();
        house.streams.end("alice", who -> who.caller().sessionId().equals("session-of-alice"));

        assertThat(alice.farewell).isEqualTo(Farewell.LOGGED_OUT);
    }

    @Test
    void a_session_that_ended_elsewhere_is_noticed_at_the_next_heartbeat() {
        Reader alice = house.connect("alice", null);
        house.revoked.add("alice");

        house.clock.advance(Duration.ofSeconds(21));
        house.streams.tick();
        house.run();

        assertThat(alice.farewell).isEqualTo(Farewell.LOGGED_OUT);
    }

    @Test
    void where_nothing_happens_a_heartbeat_comes() {
        Reader alice = house.connect("alice", null);
        house.streams.tick();
        house.run();
        assertThat(alice.heartbeats).isZero();

        house.clock.advance(Duration.ofSeconds(21));
        house.streams.tick();
        house.run();

        assertThat(alice.heartbeats).isEqualTo(1);
    }

    @Test
    void what_is_rolled_back_did_not_happen() {
        Reader alice = house.connect("alice", null);

        assertThatThrownBy(() -> house.database.database().write(transaction -> {
                    house.live.log(transaction, List.of("alice"), "never", Map.of());
                    throw Problem.notFound("nothing");
                }))
                .isInstanceOf(Problem.class);
        house.happen("after", "alice");

        assertThat(alice.types).containsExactly("after");
    }

    @Test
    void what_another_node_committed_is_found() {
        EventStreams other = house.node();
        Reader alice = house.connect(other, "alice", null);
        other.follow();
        house.happen("elsewhere", "alice");
        assertThat(alice.types).isEmpty();

        other.follow();
        house.run();

        assertThat(alice.types).containsExactly("elsewhere");
    }

    @Test
    void what_is_too_old_is_purged() {
        house.happen("old", "alice");
        house.clock.advance(Duration.ofDays(8));
        house.happen("new", "alice");

        house.facts.purge();

        assertThat(house.database.database().<Integer>read(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM hearth_event")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(1);
    }

    @Test
    void nothing_is_kept_for_who_has_left() {
        house.happen("before", "alice", "bob");
        house.accounts.delete("alice");
        house.facts.forget("alice");

        house.happen("after", "alice", "bob");
        house.happen("alone", "alice");

        assertThat(house.kept("alice")).isEmpty();
        assertThat(house.kept("bob")).containsExactly("before", "after");
    }
}
