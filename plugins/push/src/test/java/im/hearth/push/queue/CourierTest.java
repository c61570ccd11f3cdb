package im.hearth.push.queue;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.health.Condition;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.notices.Wishes;
import im.hearth.core.testing.TestDatabase;
import im.hearth.push.House;
import im.hearth.push.devices.Phones;
import im.hearth.push.devices.Platform;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CourierTest {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-push");
    private final House house = new House(database.database(), database.events());
    private final Phones phones = new Phones(house.devices);

    @BeforeEach
    void register() {
        phones.add("alice", "token-a");
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Sends all that is due. */
    private void run() {
        for (List<Push> due = due(); !due.isEmpty(); due = due()) {
            due.forEach(house.courier::carry);
        }
    }

    private List<Push> due() {
        return house.queue.claim(Platform.FCM, 100);
    }

    private List<Alert> alerts() {
        return house.sent.stream().map(House.Sent::alert).toList();
    }

    @Test
    void a_message_wakes_the_devices_of_who_is_away() {
        phones.add("alice", "token-b");
        phones.add("bob", "token-c");
        long id = house.say("bob", "alice", "Hello");
        assertThat(house.follower.follow().queued()).isTrue();
        run();

        assertThat(house.sent)
                .extracting(sent -> sent.target().token())
                .containsExactlyInAnyOrder("token-a", "token-b");
        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(alert.kind()).isEqualTo("message");
            assertThat(alert.subject()).isEqualTo(Long.toString(id));
            assertThat(alert.conversation()).isEqualTo("bob@example.org");
            assertThat(alert.title()).isEqualTo("bob");
            assertThat(alert.text()).isEqualTo("Hello");
            assertThat(alert.unread()).isEqualTo(1);
            assertThat(alert.until()).isEqualTo(alert.at().plus(Duration.ofDays(1)));
        });
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void the_queue_fails_when_what_is_due_does_not_go_out() {
        QueueWatch watch = new QueueWatch(house.queue);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        watch.bindTo(meters);
        assertThat(watch.condition()).isEqualTo(Condition.OK);
        assertThat(meters.get("hearth.push.delay").timeGauge().value(TimeUnit.SECONDS))
                .isZero();

        house.say("bob", "alice", "Hello");
        house.follower.follow();
        house.clock.advance(Duration.ofMinutes(6));

        assertThat(meters.get("hearth.push.queue").gauge().value()).isEqualTo(1);
        assertThat(meters.get("hearth.push.delay").timeGauge().value(TimeUnit.SECONDS))
                .isBetween(359.0, 361.0);
        assertThat(watch.condition()).isEqualTo(Condition.FAILING);

        run();
        assertThat(watch.condition()).isEqualTo(Condition.OK);
    }

    @Test
    void who_does_not_want_text_shown_is_woken_without_any() {
        house.wishes.put("alice", new Wishes.Wish(Set.of(), false));
        house.say("bob", "alice", "Secret");
        house.follower.follow();
        run();

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isNull();
            assertThat(alert.text()).isNull();
            assertThat(alert.sender()).isNull();
            assertThat(alert.unread()).isEqualTo(1);
            assertThat(alert.toString()).doesNotContain("Secret");
        });
    }

    @Test
    void what_waits_of_a_conversation_is_one_push_about_the_latest() {
        house.provider = alert -> new Receipt.Later("away", null);
        house.say("bob", "alice", "One");
        house.follower.follow();
        run();
        long second = house.say("bob", "alice", "Two");
        house.follower.follow();
        assertThat(house.queue.depth()).isEqualTo(1);

        house.provider = alert -> new Receipt.Sent();
        house.sent.clear();
        house.clock.advance(Duration.ofMinutes(1));
        run();

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(Long.toString(second));
            assertThat(alert.unread()).isEqualTo(2);
        });
    }

    @Test
    void what_comes_while_another_one_is_being_sent_is_a_push_of_its_own() {
        house.say("bob", "alice", "One");
        house.follower.follow();
        List<Push> first = due();
        house.say("bob", "alice", "Two");
        house.follower.follow();
        first.forEach(house.courier::carry);
        run();

        assertThat(alerts()).hasSize(2);
    }

    @Test
    void what_comes_while_another_one_fails_to_be_sent_stops_nobody() {
        house.provider = alert -> new Receipt.Later("away", null);
        house.say("bob", "alice", "One");
        house.follower.follow();
        List<Push> first = due();
        house.say("bob", "alice", "Two");
        house.follower.follow();
        first.forEach(house.courier::carry);
        long third = house.say("bob", "alice", "Three");

        assertThat(house.follower.follow().queued()).isTrue();
        assertThat(house.queue.depth()).isEqualTo(1);

        house.provider = alert -> new Receipt.Sent();
        house.sent.clear();
        house.clock.advance(Duration.ofMinutes(1));
        run();
        assertThat(alerts()).extracting(Alert::subject).containsExactly(Long.toString(third));
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void a_claim_that_its_worker_did_not_end_is_free_again() {
        house.say("bob", "alice", "One");
        house.follower.follow();
        assertThat(due()).hasSize(1);
        assertThat(due()).isEmpty();

        house.clock.advance(PushQueue.CLAIM);
        run();

        assertThat(alerts()).hasSize(1);
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void what_was_read_or_deleted_or_taken_back_wakes_nobody() {
        long message = house.say("bob", "alice", "Taken back");
        house.follower.follow();
        house.takeBack(message);
        run();
        house.say("bob", "alice", "Read elsewhere");
        house.follower.follow();
        house.reads("alice", "bob");
        run();
        house.say("bob", "alice", "Read in the list");
        house.follower.follow();
        phones.readAll(house.notifications, "alice");
        run();
        house.say("bob", "alice", "Somebody looks now");
        house.follower.follow();
        house.active.add("alice");
        run();

        assertThat(house.sent).isEmpty();
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void a_device_that_sleeps_is_not_woken() {
        phones.sleep("alice");
        house.say("bob", "alice", "Hello");

        assertThat(house.follower.follow().queued()).isFalse();
        run();
        assertThat(house.sent).isEmpty();
    }

    @Test
    void what_fails_is_tried_again_later_each_time() {
        house.provider = alert -> new Receipt.Later("away", null);
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        run();
        assertThat(house.sent).hasSize(1);
        run();
        assertThat(house.sent).hasSize(1);
        house.clock.advance(Duration.ofMillis(2_500));
        run();
        assertThat(house.sent).hasSize(2);
        house.clock.advance(Duration.ofMillis(2_500));
        run();
        assertThat(house.sent).hasSize(2);
        house.clock.advance(Duration.ofMillis(2_500));
        run();
        assertThat(house.sent).hasSize(3);
        assertThat(alerts().stream().map(Alert::id).distinct()).hasSize(1);
    }

    @Test
    void a_provider_that_wants_to_be_left_alone_is() {
        phones.add("carol", "token-c");
        house.provider = alert -> new Receipt.Later("quota", Duration.ofMinutes(7));
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        run();
        house.say("bob", "carol", "Hello");
        house.follower.follow();
        house.clock.advance(Duration.ofMinutes(6));
        run();
        assertThat(house.sent).hasSize(1);

        house.provider = alert -> new Receipt.Sent();
        house.clock.advance(Duration.ofMinutes(1));
        run();
        house.clock.advance(Duration.ofSeconds(10));
        run();
        assertThat(house.sent).hasSize(3);
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void while_a_provider_is_away_one_push_tries_and_the_others_wait() {
        for (int i = 0; i < 20; i++) {
            house.users.ensure("person" + i, "secret", null, null);
            phones.add("person" + i, "token-" + i);
            house.say("bob", "person" + i, "Hello");
        }
        house.follower.follow();
        house.provider = alert -> new Receipt.Later("away", null);
        run();
        int tries = house.sent.size();
        assertThat(tries).isLessThanOrEqualTo(3);
        for (int i = 0; i < 12; i++) {
            house.clock.advance(Duration.ofSeconds(5));
            run();
        }
        // A minute of an outage: 5, 10, 20, 40 s between tries.
        assertThat(house.sent.size() - tries).isLessThanOrEqualTo(6);

        house.provider = alert -> new Receipt.Sent();
        house.sent.clear();
        for (int i = 0; i < 60; i++) {
            house.clock.advance(Duration.ofSeconds(10));
            run();
        }
        assertThat(house.sent).hasSize(20);
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void a_device_that_its_provider_does_not_know_any_more_is_gone() {
        house.provider = alert -> new Receipt.Gone("unregistered");
        house.say("bob", "alice", "Hello");
        house.say("carol", "alice", "Hello");
        house.follower.follow();
        run();

        assertThat(house.sent).hasSize(1);
        assertThat(phones.count("alice")).isZero();
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void what_a_provider_refuses_is_not_tried_again_and_the_device_stays() {
        house.provider = alert -> new Receipt.Refused("too-large");
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        run();

        assertThat(phones.count("alice")).isEqualTo(1);
        assertThat(house.queue.depth()).isZero();
    }

    @Test
    void a_sender_that_breaks_counts_as_a_failure() {
        house.provider = alert -> {
            throw new IllegalStateException("broken");
        };
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        run();

        assertThat(house.queue.depth()).isEqualTo(1);
        assertThat(phones.count("alice")).isEqualTo(1);
    }

    @Test
    void what_is_of_no_more_use_is_not_sent() {
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        house.happens(NotificationKind.REACTION, "alice", "bob", "1");
        house.follower.follow();
        house.clock.advance(Duration.ofHours(7));
        run();
        assertThat(alerts()).extracting(Alert::kind).containsExactly("message");

        house.say("bob", "alice", "Too late");
        house.clock.advance(Duration.ofDays(2));
        assertThat(house.follower.follow().queued()).isFalse();
    }

    @Test
    void what_expired_while_its_provider_was_away_goes() {
        house.provider = alert -> new Receipt.Later("away", null);
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        run();
        house.clock.advance(Duration.ofDays(2));

        house.queue.purge();

        assertThat(house.queue.depth()).isZero();
    }
}
