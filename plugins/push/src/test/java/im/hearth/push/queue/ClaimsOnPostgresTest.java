package im.hearth.push.queue;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.testing.TestDatabase;
import im.hearth.push.House;
import im.hearth.push.devices.Phones;
import im.hearth.push.devices.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL. */
final class ClaimsOnPostgresTest {
    private static final int PEOPLE = 200;

    private final TestDatabase database = TestDatabase.on(Dialect.POSTGRESQL, "hearth-core", "hearth-push");
    private final House one = new House(database.database(), database.events());
    private final House other = otherNode();

    private House otherNode() {
        Events events = new Events();
        return new House(database.newNode(events), events);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<String> both(Callable<List<String>> first, Callable<List<String>> second) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<String> all = new ArrayList<>();
            for (Future<List<String>> some : executor.invokeAll(List.of(first, second, first, second))) {
                all.addAll(some.get());
            }
            return all;
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<String> work(House house) {
        List<String> claimed = new ArrayList<>();
        for (List<Push> some = house.queue.claim(Platform.FCM, 7);
                !some.isEmpty();
                some = house.queue.claim(Platform.FCM, 7)) {
            some.forEach(push -> claimed.add(push.deviceId()));
        }
        return claimed;
    }

    @Test
    void no_push_is_claimed_twice() throws Exception {
        Phones phones = new Phones(one.devices);
        for (int i = 0; i < PEOPLE; i++) {
            one.users.ensure("person" + i, "secret", null, null);
            phones.add("person" + i, "token-" + i);
            one.say("bob", "person" + i, "Hello");
        }
        one.follower.follow();

        List<String> claimed = both(() -> work(one), () -> work(other));

        assertThat(claimed).hasSize(PEOPLE).doesNotHaveDuplicates();
    }

    @Test
    void one_that_is_given_back_while_another_is_queued_stops_nobody() {
        new Phones(one.devices).add("alice", "token");
        one.say("bob", "alice", "One");
        one.follower.follow();
        Push first = one.queue.claim(Platform.FCM, 1).get(0);
        one.say("bob", "alice", "Two");
        one.follower.follow();
        // Neither saw the other: so two wait now.
        one.database.write(transaction ->
                transaction.handle().execute("UPDATE hearth_push SET claimed_by = NULL WHERE id = ?", first.id()));
        one.say("bob", "alice", "Three");

        assertThat(one.follower.follow().queued()).isTrue();
        assertThat(one.queue.depth()).isEqualTo(2);
        one.say("bob", "alice", "Four");
        assertThat(one.follower.follow().queued()).isTrue();
        for (Push push : one.queue.claim(Platform.FCM, 2)) {
            one.queue.retry(push, push.expiresAt() - 1, true);
        }
        assertThat(one.queue.depth()).isEqualTo(1);
    }

    @Test
    void what_happens_is_looked_at_by_one_of_them() throws Exception {
        new Phones(one.devices).add("alice", "token");
        for (int i = 0; i < PEOPLE; i++) {
            one.happens(im.hearth.core.notices.NotificationKind.FRIEND_REQUEST, "alice", "person" + i, "f" + i);
        }

        both(
                () -> {
                    one.follower.follow();
                    return List.of();
                },
                () -> {
                    other.follower.follow();
                    return List.of();
                });

        int rows = one.database.read(handle -> handle.createQuery("SELECT SUM(events) FROM hearth_notification")
                .mapTo(Integer.class)
                .one());
        assertThat(rows).isEqualTo(PEOPLE);
        assertThat(one.queue.depth()).isEqualTo(PEOPLE);
    }
}
