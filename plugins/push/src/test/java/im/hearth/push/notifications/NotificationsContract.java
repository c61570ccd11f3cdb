package im.hearth.push.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.conversations.Mutes;
import im.hearth.core.db.Dialect;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.notices.Wishes;
import im.hearth.core.problem.Problem;
import im.hearth.core.testing.TestDatabase;
import im.hearth.push.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What notifications do, on whichever database. */
abstract class NotificationsContract {
    private static final String ROOM = "garden@conference." + House.DOMAIN;

    final TestDatabase database;
    final House house;

    NotificationsContract(Dialect dialect) {
        database = TestDatabase.on(dialect, "hearth-core", "hearth-push");
        house = new House(database.database(), database.events());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<NotificationView> of(String username) {
        return house.views
                .of(username, house.notifications.list(username, false, null, 50))
                .items();
    }

    private List<NotificationView> unread(String username) {
        return house.views
                .of(username, house.notifications.list(username, true, null, 50))
                .items();
    }

    @Test
    void who_is_away_is_notified_of_what_is_said_to_them() {
        long id = house.say("bob", "alice", "Hello");
        house.follower.follow();

        assertThat(of("alice")).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("message");
            assertThat(one.content()).isEqualTo("Hello");
            assertThat(one.actor()).isEqualTo("bob");
            assertThat(one.conversation()).isEqualTo("bob@example.org");
            assertThat(one.subject()).isEqualTo(new NotificationView.Subject("message", Long.toString(id)));
            assertThat(one.isRead()).isFalse();
        });
        assertThat(of("bob")).isEmpty();
    }

    @Test
    void who_sees_what_comes_is_not_notified() {
        house.active.add("alice");
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        house.active.clear();
        house.follower.follow();

        assertThat(of("alice")).isEmpty();
    }

    @Test
    void a_conversation_is_one_notification_until_it_is_read() {
        house.say("bob", "alice", "One");
        house.say("bob", "alice", "Two");
        house.follower.follow();
        long third = house.say("bob", "alice", "Three");
        house.say("carol", "alice", "Else");
        house.follower.follow();

        assertThat(of("alice")).extracting(NotificationView::content).containsExactly("Else", "Three");
        assertThat(of("alice").get(1).count()).isEqualTo(3);

        house.notifications.read(new ConversationRead("alice@example.org", "bob@example.org", third));
        assertThat(unread("alice")).extracting(NotificationView::content).containsExactly("Else");
        house.say("bob", "alice", "Four");
        house.follower.follow();
        assertThat(unread("alice")).extracting(NotificationView::content).containsExactly("Four", "Else");
        assertThat(unread("alice").get(0).count()).isEqualTo(1);
    }

    @Test
    void a_conversation_that_was_read_up_to_an_earlier_message_stays_unread() {
        long first = house.say("bob", "alice", "One");
        house.say("bob", "alice", "Two");
        house.follower.follow();

        house.notifications.read(new ConversationRead("alice@example.org", "bob@example.org", first));

        assertThat(unread("alice")).hasSize(1);
    }

    @Test
    void members_of_a_group_are_notified_but_for_who_muted_it_or_blocked_the_author() {
        house.muted.add(new Mutes.Muted("carol@example.org", ROOM));
        house.ties.block("dave", "bob");
        house.sayIn(ROOM, "bob", "Hello all", Set.of("alice", "carol", "dave"));
        house.follower.follow();

        assertThat(of("alice")).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("group_message");
            assertThat(one.title()).isEqualTo("Garden");
            assertThat(one.actor()).isEqualTo("bob");
            assertThat(one.content()).isEqualTo("bob: Hello all");
        });
        assertThat(of("carol")).isEmpty();
        assertThat(of("dave")).isEmpty();
    }

    @Test
    void nobody_is_notified_of_a_kind_that_they_switched_off() {
        house.wishes.put("alice", new Wishes.Wish(Set.of(NotificationKind.MESSAGE), true));
        house.say("bob", "alice", "Hello");
        house.happens(NotificationKind.FRIEND_REQUEST, "alice", "bob", "f1");
        house.follower.follow();

        assertThat(of("alice")).extracting(NotificationView::kind).containsExactly("friend_request");
    }

    @Test
    void every_kind_says_something() {
        for (NotificationKind kind : NotificationKind.values()) {
            house.happens(kind, "alice", "bob", "1");
        }
        house.follower.follow();

        assertThat(of("alice")).hasSize(NotificationKind.values().length).allSatisfy(one -> {
            assertThat(one.content()).isNotBlank();
            assertThat(one.subject()).isNotNull();
        });
    }

    @Test
    void what_happened_while_nobody_looked_is_looked_at_once() {
        int said = Follower.PAGE * Follower.PAGES + 10;
        house.say("bob", "alice", "Hello", said);
        int looks = 1;
        while (house.follower.follow().more()) {
            looks++;
        }
        house.follower.follow();

        assertThat(looks).isEqualTo(2);
        assertThat(of("alice"))
                .singleElement()
                .extracting(NotificationView::count)
                .isEqualTo(said);
    }

    @Test
    void facts_of_many_people_are_looked_at_in_whole() {
        for (int i = 0; i < Follower.PAGE + 5; i++) {
            house.happens(NotificationKind.FRIEND_REQUEST, "person" + i, "bob", "f");
        }
        while (house.follower.follow().more()) {
            // Until all is looked at.
        }

        assertThat(of("person0")).hasSize(1);
        assertThat(of("person" + (Follower.PAGE + 4))).hasSize(1);
        int left = house.database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_notice")
                .mapTo(Integer.class)
                .one());
        assertThat(left).isZero();
    }

    @Test
    void a_message_that_was_taken_back_is_not_shown_any_more() {
        long id = house.say("bob", "alice", "Secret");
        house.follower.follow();
        house.takeBack(id);

        assertThat(of("alice").get(0).content()).isEqualTo("This message was taken back.");
    }

    @Test
    void notifications_are_read_unread_and_deleted_one_by_one_and_read_all_together() {
        house.say("bob", "alice", "One");
        house.say("carol", "alice", "Two");
        house.follower.follow();
        String id = of("alice").get(0).id();

        assertThat(house.notifications.setRead("alice", id, true).readAt()).isNotNull();
        assertThat(unread("alice")).hasSize(1);
        assertThat(house.notifications.setRead("alice", id, false).readAt()).isNull();
        house.notifications.setAllRead("alice");
        assertThat(unread("alice")).isEmpty();
        house.notifications.delete("alice", id);
        assertThat(of("alice")).hasSize(1);
    }

    @Test
    void nobody_sees_notifications_of_others() {
        house.say("bob", "alice", "Hello");
        house.follower.follow();
        String id = of("alice").get(0).id();

        assertThatThrownBy(() -> house.notifications.require("bob", id)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> house.notifications.setRead("bob", id, true)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> house.notifications.delete("bob", id)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> house.notifications.require("alice", "' OR 1=1"))
                .isInstanceOf(Problem.class);
    }

    @Test
    void pages_follow_each_other() {
        for (int i = 0; i < 5; i++) {
            house.say("person" + i, "alice", "Hello " + i);
        }
        house.follower.follow();

        var first = house.notifications.list("alice", false, null, 3);
        String cursor = im.hearth.core.rest.Cursor.decode(first.next());
        var second = house.notifications.list("alice", false, cursor, 3);

        assertThat(first.items())
                .extracting(Notification::actor)
                .containsExactly("person4@example.org", "person3@example.org", "person2@example.org");
        assertThat(second.items())
                .extracting(Notification::actor)
                .containsExactly("person1@example.org", "person0@example.org");
        assertThat(second.next()).isNull();
    }

    @Test
    void pages_have_what_is_read_and_what_is_not_in_the_order_in_which_it_happened() {
        for (int i = 0; i < 6; i++) {
            house.say("person" + i, "alice", "Hello " + i);
        }
        house.follower.follow();
        for (int i = 1; i < 6; i += 2) {
            house.notifications.setRead("alice", of("alice").get(i).id(), true);
        }
        // What is unread comes to the front when it goes on; what was read does not change.
        house.say("person1", "alice", "Hello again");
        house.follower.follow();

        List<String> actors = new ArrayList<>();
        String cursor = null;
        do {
            var page = house.notifications.list("alice", false, cursor, 2);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(one -> actors.add(one.actor()));
            cursor = page.next() == null ? null : im.hearth.core.rest.Cursor.decode(page.next());
        } while (cursor != null);
        assertThat(actors)
                .extracting(jid -> jid.substring(0, jid.indexOf('@')))
                .containsExactly("person1", "person5", "person4", "person3", "person2", "person0");
        assertThat(unread("alice"))
                .extracting(NotificationView::actor)
                .containsExactly("person1", "person5", "person3");
    }

    @Test
    void who_has_left_is_nobody_in_what_they_said_in_groups() {
        house.sayIn(ROOM, "alice", "To all", Set.of("carol"));
        house.follower.follow();
        house.accounts.require("alice");
        house.accounts.delete("alice");

        assertThat(of("carol")).singleElement().satisfies(one -> {
            assertThat(one.actor()).isNull();
            assertThat(one.content()).isEqualTo("Somebody: To all");
        });
    }

    @Test
    void old_notifications_go() {
        house.say("bob", "alice", "Old");
        house.follower.follow();
        house.clock.advance(Duration.ofDays(31));
        house.say("carol", "alice", "New");
        house.follower.follow();

        house.notifications.purge();

        assertThat(of("alice")).extracting(NotificationView::content).containsExactly("New");
    }

    @Test
    void one_that_began_long_ago_and_goes_on_stays() {
        house.say("bob", "alice", "Old");
        house.follower.follow();
        house.clock.advance(Duration.ofDays(31));
        house.say("bob", "alice", "New");
        house.follower.follow();

        house.notifications.purge();

        assertThat(of("alice"))
                .singleElement()
                .extracting(NotificationView::count)
                .isEqualTo(2);
    }

    @Test
    void nothing_is_left_of_who_leaves() {
        house.say("bob", "alice", "Hello");
        house.say("alice", "bob", "Hi");
        house.happens(NotificationKind.FRIEND_REQUEST, "carol", "alice", "f");
        house.sayIn(ROOM, "alice", "To all", Set.of("carol"));
        house.follower.follow();
        house.happens(NotificationKind.FRIEND_REQUEST, "alice", "carol", "f");

        house.publish(new AccountDeleted("alice"));

        List<String> rows = house.database.read(
                handle -> handle.createQuery("""
                        SELECT username || ' ' || COALESCE(actor, '') || ' ' || COALESCE(conversation, '')
                        FROM hearth_notification
                        UNION ALL SELECT username || ' ' || COALESCE(actor, '') FROM hearth_notice
                        """).mapTo(String.class).list());
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains("alice"));
    }

    @Test
    void of_who_has_left_nothing_is_told_any_more_that_had_not_been_looked_at() {
        house.say("bob", "alice", "Hello");
        house.say("alice", "bob", "Hi");
        house.sayIn(ROOM, "bob", "To all", Set.of("alice", "carol"));
        house.accounts.require("alice");
        house.accounts.delete("alice");

        house.follower.follow();

        assertThat(of("alice")).isEmpty();
        assertThat(of("bob")).isEmpty();
        assertThat(of("carol")).hasSize(1);
    }
}
