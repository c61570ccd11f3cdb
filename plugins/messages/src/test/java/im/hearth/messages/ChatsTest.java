package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.CAROL;
import static im.hearth.messages.House.as;
import static im.hearth.messages.House.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvent;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Withheld;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Part;
import im.hearth.core.talk.Said;
import im.hearth.messages.stanza.Retraction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

/** What features that hang on messages can rely on. */
final class ChatsTest {
    private final House house = new House();
    private final Chats chats = new Chats(house.messages, house.inbox, house.addresses);
    private final Stars stars = new Stars();

    @BeforeEach
    void add() {
        house.talks.add(chats);
        house.talks.add(stars);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void what_a_feature_writes_comes_with_the_clients_stanza_and_shows_on_the_message() {
        ChatMessage message = house.messages.send(ALICE, "bob", "hello", null);
        Message star = star(BOB, ALICE, message.reference());

        house.gate.admit(star);

        assertThat(stars.given).containsExactly(Map.entry(message.id(), BOB));
        assertThat(stars.committed).containsExactly(message.id() + 1);
        assertThat(house.resource.get(as("alice"), MessageId.text(message.id())).reactions())
                .containsExactly(Map.entry("⭐", List.of(BOB)));
    }

    @Test
    void what_a_feature_refuses_is_not_archived() {
        ChatMessage message = house.messages.send(ALICE, "bob", "hello", null);
        stars.refusal = Problem.conflict("closed", "No more stars.");

        assertThatThrownBy(() -> house.gate.admit(star(BOB, ALICE, message.reference())))
                .hasMessage("No more stars.");
        assertThat(house.rows()).isOne();
        assertThat(stars.committed).isEmpty();
    }

    @Test
    void what_somebody_says_by_a_feature_is_a_message_with_its_payload() {
        Said said = chats.say(ALICE, "bob", parcel("a star for you", null));

        assertThat(house.delivered).singleElement().satisfies(stanza -> {
            assertThat(stanza.getBody()).isEqualTo("a star for you");
            assertThat(stanza.getElement().element("star")).isNotNull();
        });
        assertThat(house.inbox.require(BOB, said.text()).body()).isEqualTo("a star for you");
        assertThat(chats.find(BOB, said.text()).orElseThrow().with()).isEqualTo(ALICE);
        assertThat(chats.find(CAROL, said.text())).isEmpty();
        assertThat(chats.audience(said)).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void who_cannot_be_written_to_is_the_problem_of_the_field_receiver() {
        assertThatThrownBy(() -> chats.say(ALICE, "nobody", parcel("hello", null)))
                .hasMessage("receiver: there is nobody of that name");
    }

    @Test
    void both_see_on_their_streams_what_a_feature_did_to_a_message() {
        Said said = chats.say(ALICE, "bob", parcel("rate this", null));
        long star = chats.signal(BOB, chats.find(BOB, said.text()).orElseThrow(), parcel(null, said.reference()));
        LiveMessages feed = feed();

        List<LiveEvent> events = house.database
                .database()
                .read(handle -> feed.read(handle, "alice", said.id(), Long.MAX_VALUE - 1, 10))
                .events();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo(star);
            assertThat(event.type()).isEqualTo("message.starred");
            assertThat(((MessageView) event.data()).id()).isEqualTo(said.text());
        });
        assertThat(house.inbox.find(BOB, MessageId.text(star))).isEmpty();
    }

    @Test
    void the_server_takes_away_what_a_feature_sent_about_a_message_and_the_message_stays() {
        Said said = chats.say(ALICE, "bob", parcel("rate this", null));
        long star = chats.signal(BOB, chats.find(BOB, said.text()).orElseThrow(), parcel(null, said.reference()));

        chats.removeSignal(star);
        chats.removeSignal(star);
        chats.removeSignal(said.id());

        assertThat(house.archived(star)).contains("retracted").doesNotContain("<star");
        assertThat(chats.find(said.text()).orElseThrow().isRetracted()).isFalse();
        LiveMessages feed = feed();
        assertThat(house.database
                        .database()
                        .read(handle -> feed.read(handle, "alice", star, Long.MAX_VALUE - 1, 10))
                        .events())
                .isEmpty();
        assertThat(house.delivered)
                .filteredOn(stanza -> stanza.getElement().element("retract") != null)
                .hasSize(2);
    }

    @Test
    void what_is_said_or_said_anew_at_either_door_goes_out_with_what_a_feature_adds() {
        ChatMessage message = house.messages.send(ALICE, "bob", "bright", null);
        house.messages.edit(ALICE, MessageId.text(message.id()), "brighter");
        Message byClient = chat(ALICE, BOB, "chat-1", "by a client");
        house.gate.admit(byClient);

        assertThat(house.delivered).hasSize(2).allSatisfy(stanza -> assertThat(
                        stanza.getElement().element("shine"))
                .isNotNull());
        assertThat(byClient.getElement().element("shine").getText()).isEqualTo(ALICE);
        assertThat(house.archived(message.id())).contains("<shine");
        assertThat(house.resource.get(as("bob"), MessageId.text(message.id())).content())
                .isEqualTo("brighter");
    }

    @Test
    void with_a_conversation_that_nobody_keeps_goes_what_hangs_on_it() {
        ChatMessage message = house.messages.send(ALICE, "bob", "hello", null);
        house.gate.admit(star(BOB, ALICE, message.reference()));

        house.database.database().write(transaction -> {
            new Removal(house.store, house.media, house.talks).remove(transaction.handle(), message.conversation());
            return true;
        });

        assertThat(stars.given).isEmpty();
    }

    @Test
    void what_the_server_takes_away_is_a_tombstone_and_both_hear_of_it_from_the_server() {
        Said said = chats.say(ALICE, "bob", parcel("an insult", null));
        house.delivered.clear();
        List<Long> written = new ArrayList<>();

        Optional<Said> removed =
                chats.remove(said.text(), "rude", about -> (transaction, id) -> written.add(about.id()));

        assertThat(removed.map(Said::body)).contains("an insult");
        assertThat(written).contains(said.id());
        ChatMessage left = house.inbox.require(BOB, said.text());
        assertThat(left.isRetracted()).isTrue();
        assertThat(left.body()).isNull();
        assertThat(house.archived(said.id())).contains("<moderated", "rude").doesNotContain("an insult");
        assertThat(house.delivered)
                .extracting(stanza -> stanza.getTo().toString())
                .containsExactly(ALICE, BOB);
        assertThat(house.delivered).allSatisfy(stanza -> {
            assertThat(stanza.getFrom().toString()).isEqualTo(House.DOMAIN);
            assertThat(Retraction.target(stanza)).isEqualTo(said.text());
            assertThat(stanza.getBody()).contains("moderator");
            assertThat(house.archived(
                            Long.parseLong(House.stanzaId(stanza, stanza.getTo().toString()))))
                    .contains("<moderated");
        });
    }

    @Test
    void both_see_on_their_streams_what_the_server_took_away() {
        Said said = chats.say(ALICE, "bob", parcel("an insult", null));
        chats.remove(said.text(), null, about -> Effect.NONE);

        for (String person : List.of("alice", "bob")) {
            assertThat(house.database
                            .database()
                            .read(handle -> feed().read(handle, person, said.id(), Long.MAX_VALUE - 1, 10))
                            .events())
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.type()).isEqualTo("message.deleted");
                        assertThat(((MessageView) event.data()).id()).isEqualTo(said.text());
                        assertThat(((MessageView) event.data()).content()).isNull();
                    });
        }
    }

    @Test
    void what_is_gone_already_is_not_taken_away_again() {
        Said said = chats.say(ALICE, "bob", parcel("an insult", null));
        house.messages.retract(ALICE, said.text());
        house.delivered.clear();
        List<Long> written = new ArrayList<>();

        assertThat(chats.remove(said.text(), null, about -> (transaction, id) -> written.add(id)))
                .isPresent();
        assertThat(chats.remove("17", null, about -> Effect.NONE)).isEmpty();
        assertThat(house.delivered).isEmpty();
        assertThat(written).isEmpty();
    }

    private LiveMessages feed() {
        return new LiveMessages(
                house.database.database(),
                new LiveEvents(),
                house.store,
                house.archive,
                house.addresses,
                new MessageViews(house.addresses, house.attachments, house.talks),
                house.talks);
    }

    @Test
    void with_a_message_goes_what_hangs_on_it() {
        ChatMessage message = house.messages.send(ALICE, "bob", "hello", null);
        house.gate.admit(star(BOB, ALICE, message.reference()));

        house.messages.retract(ALICE, MessageId.text(message.id()));

        assertThat(stars.given).isEmpty();
    }

    @Test
    void what_a_feature_said_gets_other_words_and_another_payload_by_a_correction() {
        Said said = chats.say(ALICE, "bob", parcel("rate this", null));

        chats.edit(ALICE, said, "rate that", stanza -> stanza.getElement().addElement("moon", "urn:test:moon"));

        assertThat(house.delivered).last().satisfies(stanza -> {
            assertThat(stanza.getElement().element("moon")).isNotNull();
            assertThat(stanza.getElement().element("replace").attributeValue("id"))
                    .isEqualTo(said.reference());
        });
        assertThat(chats.find(BOB, said.text()).orElseThrow().body()).isEqualTo("rate that");
        assertThatThrownBy(() -> chats.edit(BOB, said, "no", stanza -> {}))
                .hasMessage("Only its sender may edit a message.");
    }

    @Test
    void an_edit_that_a_feature_refuses_changes_nothing() {
        ChatMessage message = house.messages.send(ALICE, "bob", "hello", null);
        house.gate.admit(star(BOB, ALICE, message.reference()));
        stars.refusal = Problem.conflict("starred", "It has a star already.");

        assertThatThrownBy(() -> house.messages.edit(ALICE, MessageId.text(message.id()), "good bye"))
                .hasMessage("It has a star already.");
        assertThat(house.inbox.require(BOB, MessageId.text(message.id())).body())
                .isEqualTo("hello");
    }

    @Test
    void what_a_feature_said_can_be_taken_back() {
        Said said = chats.say(ALICE, "bob", parcel("rate this", null));

        chats.retract(ALICE, said);

        assertThat(chats.find(BOB, said.text()).orElseThrow().isRetracted()).isTrue();
    }

    @Test
    void a_stanza_of_a_feature_goes_through_the_others_as_a_clients_does() {
        Said said = chats.say(ALICE, "bob", parcel("rate this", null));
        Said seen = chats.find(BOB, said.text()).orElseThrow();

        long star =
                house.talks.signal(BOB, seen, parcel(null, said.reference())).orElseThrow();

        assertThat(stars.given).containsExactly(Map.entry(said.id(), BOB));
        assertThat(stars.committed).containsExactly(star);
        assertThat(house.delivered).last().satisfies(stanza -> assertThat(
                        stanza.getElement().elements("star"))
                .hasSize(1));
    }

    @Test
    void what_a_referee_keeps_to_itself_is_neither_archived_nor_seen_by_other_features() {
        Said said = chats.say(ALICE, "bob", parcel("rate this", null));
        house.talks.addReferee(new Silence());

        assertThatThrownBy(() -> house.gate.admit(star(BOB, ALICE, said.reference())))
                .isInstanceOf(Withheld.class);
        assertThat(house.talks.signal(BOB, chats.find(BOB, said.text()).orElseThrow(), parcel(null, said.reference())))
                .isEmpty();

        assertThat(stars.given).isEmpty();
        assertThat(house.rows()).isOne();
    }

    private static Parcel parcel(@Nullable String body, @Nullable String about) {
        return new Parcel(
                body,
                stanza -> {
                    Element star = stanza.getElement().addElement("star", "urn:test:star");
                    star.addAttribute("id", about);
                    stanza.getElement().addElement("store", "urn:xmpp:hints");
                },
                Effect.NONE);
    }

    private static Message star(String from, String to, String id) {
        Message message = chat(from, to, "star-1", "a star");
        message.getElement().remove(message.getElement().element("body"));
        message.getElement().addElement("star", "urn:test:star").addAttribute("id", id);
        return message;
    }

    /** A feature that lets nothing pass. */
    private static final class Silence implements Part {
        @Override
        public Optional<Effect> admit(Incoming incoming) {
            throw new Withheld();
        }

        @Override
        public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
            return Map.of();
        }

        @Override
        public void erase(Handle handle, Collection<Long> messages) {}
    }

    /** A feature: who gave a message a star. */
    private static final class Stars implements Part {
        final Map<Long, String> given = new LinkedHashMap<>();
        final List<Long> committed = new ArrayList<>();

        @Nullable Problem refusal;

        @Override
        public Optional<Effect> admit(Incoming incoming) {
            return change(incoming.stanza())
                    .flatMap(change -> incoming.named(change.reference()))
                    .map(said -> new Effect() {
                        @Override
                        public void apply(Transaction transaction, long id) {
                            if (refusal != null) {
                                throw refusal;
                            }
                            given.put(said.id(), incoming.sender());
                        }

                        @Override
                        public void committed(long id) {
                            committed.add(id);
                        }
                    });
        }

        @Override
        public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
            Map<Long, Extras> shown = new LinkedHashMap<>();
            messages.stream()
                    .filter(given::containsKey)
                    .forEach(
                            id -> shown.put(id, Extras.reactions(Map.of("⭐", List.of(String.valueOf(given.get(id)))))));
            return shown;
        }

        @Override
        public void erase(Handle handle, Collection<Long> messages) {
            messages.forEach(given::remove);
        }

        @Override
        public Effect edit(long message, Message correction) {
            if (refusal != null && given.containsKey(message)) {
                throw refusal;
            }
            return Effect.NONE;
        }

        @Override
        public void enrich(String author, Message said) {
            said.getElement().addElement("shine", "urn:test:star").setText(author);
        }

        @Override
        public Optional<Change> change(Message archived) {
            return Optional.ofNullable(archived.getElement().element("star"))
                    .map(star -> star.attributeValue("id"))
                    .map(id -> new Change("starred", id));
        }
    }
}
