package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.CAROL;
import static im.hearth.messages.House.chat;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.EventPage;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.messages.mam.MamArchive;
import im.hearth.messages.mam.MamStanzas;
import im.hearth.messages.mam.MamStore;
import im.hearth.messages.mam.PreferenceStanzas;
import im.hearth.messages.stanza.Correction;
import im.hearth.messages.stanza.Retraction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.dom4j.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;

final class LiveMessagesTest {
    private final House house = new House();
    private final Heard heard = new Heard();
    private final LiveEvents live = new LiveEvents();
    private final LiveMessages feed = new LiveMessages(
            house.database.database(),
            live,
            house.store,
            house.archive,
            house.addresses,
            new MessageViews(house.addresses, house.attachments, house.talks),
            house.talks);

    {
        live.serve(heard);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void both_see_what_happens_to_a_message_in_its_order_by_the_ids_of_the_archive() {
        ChatMessage sent = house.messages.send(ALICE, "bob", "one", null);
        house.clock.advance(Duration.ofSeconds(1));
        house.messages.edit(ALICE, MessageId.text(sent.id()), "two");
        house.clock.advance(Duration.ofSeconds(1));
        house.messages.markRead(BOB, MessageId.text(sent.id()));
        house.clock.advance(Duration.ofSeconds(1));
        house.messages.send(ALICE, "carol", "not for bob", null);

        List<LiveEvent> events = read("bob", 0, 10).events();

        assertThat(events)
                .extracting(LiveEvent::type)
                .containsExactly("message.created", "message.edited", "message.read");
        assertThat(events.get(0).id()).isEqualTo(sent.id());
        assertThat(events).extracting(LiveEvent::id).isSorted().doesNotHaveDuplicates();
        assertThat(events)
                .extracting(event -> ((MessageView) event.data()).content())
                .containsOnly("two");
        assertThat(((MessageView) events.get(2).data()).read()).isTrue();
        assertThat(read("alice", sent.id(), 10).events())
                .extracting(LiveEvent::type)
                .containsExactly("message.edited", "message.read", "message.created");
    }

    @Test
    void a_message_that_was_taken_back_shows_no_words() {
        ChatMessage sent = house.messages.send(ALICE, "bob", "regretted", null);
        house.clock.advance(Duration.ofSeconds(1));
        house.messages.edit(ALICE, MessageId.text(sent.id()), "also regretted");
        house.clock.advance(Duration.ofSeconds(1));
        house.messages.retract(ALICE, MessageId.text(sent.id()));

        List<LiveEvent> events = read("bob", 0, 10).events();

        assertThat(events).extracting(LiveEvent::type).containsExactly("message.created", "message.deleted");
        assertThat(events).allSatisfy(event -> assertThat(((MessageView) event.data()).content())
                .isNull());
    }

    @Test
    void what_a_client_says_twice_is_told_once() {
        house.gate.admit(chat(ALICE, BOB, "m1", "one"));
        house.clock.advance(Duration.ofSeconds(1));
        house.gate.admit(marker("m1"));
        house.clock.advance(Duration.ofSeconds(1));
        house.gate.admit(marker("m1"));

        assertThat(read("alice", 0, 10).events())
                .extracting(LiveEvent::type)
                .containsExactly("message.created", "message.read");
    }

    @Test
    void a_marker_that_is_not_archived_is_kept_as_a_fact() {
        house.gate.admit(chat(ALICE, BOB, "m1", "one"));
        Message marker = marker("m1");
        marker.getElement().addElement(QName.get("no-store", "urn:xmpp:hints"));
        house.gate.admit(marker);

        house.events.stream()
                .filter(MessagesRead.class::isInstance)
                .map(MessagesRead.class::cast)
                .forEach(feed::read);

        assertThat(read("alice", 0, 10).events()).extracting(LiveEvent::type).containsExactly("message.created");
        assertThat(heard.facts).containsExactly("message.read");
    }

    @Test
    void what_somebody_does_not_keep_is_seen_while_it_happens_and_not_afterwards() {
        IQ preferences = new IQ(IQ.Type.set);
        preferences.setFrom(new org.xmpp.packet.JID(ALICE + "/phone"));
        preferences.setChildElement("prefs", "urn:xmpp:mam:2").addAttribute("default", "never");
        new PreferenceStanzas(
                        house.preferences,
                        new MamStanzas(
                                new MamArchive(
                                        house.database.database(),
                                        new MamStore(house.database.database().dialect())),
                                House.DOMAIN,
                                (to, message) -> {}))
                .serve(preferences);
        ChatMessage first = house.messages.send(BOB, "alice", "off the record", null);
        ChatMessage second = house.messages.send(BOB, "alice", "this too", null);

        assertThat(read("alice", 0, 10).events()).isEmpty();
        assertThat(read("bob", 0, 10).events()).hasSize(2);
        assertThat(house.database
                        .database()
                        .read(handle -> feed.read(handle, "alice", 0, horizon(), first.id(), 10))
                        .events())
                .extracting(LiveEvent::id)
                .containsExactly(second.id());
    }

    @Test
    void a_retraction_that_names_an_edit_tells_of_the_message() {
        house.gate.admit(chat(ALICE, BOB, "m1", "one"));
        house.clock.advance(Duration.ofSeconds(1));
        Message edit = chat(ALICE, BOB, "m2", "two");
        Correction.add(edit, "m1");
        house.gate.admit(edit);
        house.clock.advance(Duration.ofSeconds(1));
        Message retraction = chat(ALICE, BOB, "m3", "x");
        Retraction.add(retraction, "m2");
        house.gate.admit(retraction);

        assertThat(read("bob", 0, 10).events())
                .extracting(LiveEvent::type)
                .containsExactly("message.created", "message.deleted");
    }

    @Test
    void a_page_says_how_far_it_reaches() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(house.messages
                    .send(i % 2 == 0 ? ALICE : BOB, i % 2 == 0 ? "bob" : "alice", "m" + i, null)
                    .id());
        }

        EventPage first = read("alice", 0, 3);
        EventPage second = read("alice", first.readUpTo(), 3);

        assertThat(first.readUpTo()).isEqualTo(ids.get(2));
        assertThat(second.events()).extracting(LiveEvent::id).containsExactly(ids.get(3), ids.get(4));
        assertThat(second.readUpTo()).isEqualTo(horizon());
    }

    @Test
    void those_are_woken_who_exchanged_a_message_and_found_by_what_is_new() {
        ChatMessage first = house.messages.send(ALICE, "bob", "one", null);
        ChatMessage second = house.messages.send(CAROL, "bob", "two", null);
        feed.wake(first);

        assertThat(heard.woken).containsExactlyInAnyOrder("alice", "bob");
        Map<String, Long> touched =
                house.database.database().read(handle -> feed.touched(handle, first.id(), horizon()));
        assertThat(touched).containsOnly(Map.entry("carol", second.id()), Map.entry("bob", second.id()));
    }

    private EventPage read(String username, long after, int limit) {
        return house.database.database().read(handle -> feed.read(handle, username, after, horizon(), limit));
    }

    private long horizon() {
        return house.database.database().<Long>read(new CommitClock()::last);
    }

    private static Message marker(String id) {
        Message marker = new Message();
        marker.setType(Message.Type.chat);
        marker.setFrom(new org.xmpp.packet.JID(BOB + "/phone"));
        marker.setTo(new org.xmpp.packet.JID(ALICE));
        marker.setID("marker-of-" + id);
        marker.getElement()
                .addElement(QName.get("displayed", "urn:xmpp:chat-markers:0"))
                .addAttribute("id", id);
        return marker;
    }

    /** What the streams hear. */
    private static final class Heard implements LiveEvents.Streams {
        private final List<String> woken = new ArrayList<>();
        private final List<String> facts = new ArrayList<>();

        @Override
        public void wake(Collection<String> usernames) {
            woken.addAll(usernames);
        }

        @Override
        public void look() {}

        @Override
        public void tell(Collection<String> usernames, String type, Object data) {}

        @Override
        public boolean hasStream(String username) {
            return false;
        }

        @Override
        public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
            facts.add(type);
        }
    }
}
