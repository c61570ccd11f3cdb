package im.hearth.messages;

import static im.hearth.messages.House.ALICE;
import static im.hearth.messages.House.BOB;
import static im.hearth.messages.House.chat;
import static im.hearth.messages.House.stanzaId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.core.talk.Extras;
import im.hearth.messages.MessageResource.MessageChange;
import im.hearth.messages.MessageResource.NewMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

final class MessageResourceTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_sent_message_goes_to_its_receiver_as_a_stanza_with_its_id() {
        MessageView sent = send("alice", "bob", "hello");

        assertThat(house.delivered).singleElement().satisfies(stanza -> {
            assertThat(stanza.getType()).isEqualTo(Message.Type.chat);
            assertThat(stanza.getFrom()).hasToString(ALICE);
            assertThat(stanza.getTo()).hasToString(BOB);
            assertThat(stanza.getBody()).isEqualTo("hello");
            assertThat(stanzaId(stanza, BOB)).isEqualTo(sent.id());
            assertThat(stanzaId(stanza, ALICE)).isEqualTo(sent.id());
            assertThat(stanza.getElement().element("origin-id").attributeValue("id"))
                    .isEqualTo(stanza.getID());
            assertThat(stanza.getElement().element("markable")).isNotNull();
        });
        assertThat(house.events).hasOnlyElementsOfType(MessageSent.class).hasSize(1);
    }

    @Test
    void a_message_has_exactly_the_fields_of_the_contract() throws Exception {
        JsonNode json = Json.mapper().valueToTree(send("alice", "bob", "hello"));

        List<String> fields = new ArrayList<>();
        json.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "id",
                        "sender",
                        "receiver",
                        "content",
                        "timestamp",
                        "is_read",
                        "read_at",
                        "edited_at",
                        "is_deleted",
                        "reply_to",
                        "attachments",
                        "reactions",
                        "poll",
                        "location");
        assertThat(json.get("id").isTextual()).isTrue();
        assertThat(json.get("timestamp").asText()).isEqualTo("2026-01-15T12:00:00.000Z");
        assertThat(json.get("is_read").asBoolean(true)).isFalse();
        assertThat(json.get("attachments").isArray()).isTrue();
        assertThat(json.get("reactions").isObject()).isTrue();
    }

    @Test
    void a_new_message_is_answered_with_201_and_where_it_is() {
        Response answer = house.resource.send(as("alice"), new NewMessage("bob", "hello", null, null));

        assertThat(answer.getStatus()).isEqualTo(201);
        MessageView message = (MessageView) answer.getEntity();
        assertThat(answer.getHeaderString("Location")).isEqualTo("/api/messages/" + message.id() + "/");
        assertThat(house.resource.get(as("bob"), message.id())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nobody", "nobody@hearth.test", "hearth.test@", "room@conference.hearth.test", "", "a b", "@"})
    void a_message_to_nobody_is_refused_on_the_field(String receiver) {
        invalid("receiver", () -> send("alice", receiver, "hello"));
        assertThat(house.rows()).isZero();
    }

    @Test
    void blank_too_long_or_impossible_words_are_refused_on_the_field() {
        for (String content :
                List.of("", "  \n\t ", "\u200B\u2060", "bad\u0000", "\uD83D alone", "\uFFFF", "x".repeat(65_537))) {
            invalid("content", () -> send("alice", "bob", content));
        }
        assertThat(house.rows()).isZero();
        assertThat(house.delivered).isEmpty();
    }

    @Test
    void words_come_back_as_they_were_sent() {
        String content = "'; DROP TABLE hearth_message; --\n<b>&amp;</b> ]]> 👩‍👩‍👧‍👦 \u202Eabc \uDBFF\uDFFD "
                + "x".repeat(60_000);
        MessageView sent = send("alice", "bob", content);

        assertThat(house.resource.get(as("bob"), sent.id()).content()).isEqualTo(content);
        assertThat(house.delivered.get(0).getBody()).isEqualTo(content);
    }

    @Test
    void line_ends_are_line_feeds_on_both_doors() {
        assertThat(send("alice", "bob", "one\r\ntwo\rthree").content()).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void a_note_to_oneself_is_read_at_once() {
        MessageView note = send("alice", "me", "milk");

        assertThat(note.receiver()).isEqualTo("alice");
        assertThat(note.read()).isTrue();
        assertThat(house.delivered.get(0).getElement().elements("stanza-id")).hasSize(1);
    }

    @Test
    void somebody_elses_message_is_not_there() {
        String id = send("alice", "bob", "hello").id();

        absent(() -> house.resource.get(as("carol"), id));
        absent(() -> house.resource.change(as("carol"), id, new MessageChange("hacked", null)));
        absent(() -> house.resource.change(as("carol"), id, new MessageChange(null, true)));
        absent(() -> house.resource.delete(as("carol"), id));
        absent(() -> house.resource.edits(as("carol"), id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "x", "-1", "99999999999999999999999", "1 OR 1=1", "٣", ""})
    void what_is_no_id_is_not_there(String id) {
        absent(() -> house.resource.get(as("alice"), id));
    }

    @Test
    void the_sender_edits_and_the_receiver_may_not() {
        String id = send("alice", "bob", "helo").id();
        house.clock.advance(Duration.ofSeconds(1));

        forbidden(() -> house.resource.change(as("bob"), id, new MessageChange("hacked", null)));
        MessageView edited = house.resource.change(as("alice"), id, new MessageChange("hello", null));

        assertThat(edited.content()).isEqualTo("hello");
        assertThat(edited.editedAt()).isEqualTo(house.clock.instant());
        assertThat(house.resource.edits(as("bob"), id).items())
                .extracting(MessageResource.MessageEdit::content)
                .containsExactly("hello", "helo");
        Message stanza = house.delivered.get(1);
        assertThat(stanza.getElement().element("replace").attributeValue("id"))
                .isEqualTo(house.delivered.get(0).getID());
        assertThat(stanza.getBody()).isEqualTo("hello");
    }

    @Test
    void a_message_that_was_never_edited_has_said_one_thing() {
        String id = send("alice", "bob", "hello").id();

        assertThat(house.resource.edits(as("alice"), id).items())
                .extracting(MessageResource.MessageEdit::content)
                .containsExactly("hello");
    }

    @Test
    void the_receiver_marks_as_read_and_the_sender_hears_of_it() {
        String first = send("alice", "bob", "one").id();
        String second = send("alice", "bob", "two").id();
        house.clock.advance(Duration.ofSeconds(5));

        forbidden(() -> house.resource.change(as("alice"), second, new MessageChange(null, true)));
        MessageView read = house.resource.change(as("bob"), second, new MessageChange(null, true));

        assertThat(read.read()).isTrue();
        assertThat(read.readAt()).isEqualTo(house.clock.instant());
        assertThat(house.resource.get(as("alice"), first).read()).isTrue();
        Message marker = house.delivered.get(2);
        assertThat(marker.getTo()).hasToString(ALICE);
        assertThat(marker.getElement().element("displayed").attributeValue("id"))
                .isEqualTo(house.delivered.get(1).getID());
    }

    @Test
    void marking_as_read_twice_tells_the_sender_once() {
        String id = send("alice", "bob", "one").id();
        house.resource.change(as("bob"), id, new MessageChange(null, true));
        house.resource.change(as("bob"), id, new MessageChange(null, true));

        assertThat(house.delivered).hasSize(2);
    }

    @Test
    void nothing_and_unread_are_no_changes() {
        String id = send("alice", "bob", "one").id();

        invalid("content", () -> house.resource.change(as("bob"), id, new MessageChange(null, null)));
        invalid("is_read", () -> house.resource.change(as("bob"), id, new MessageChange(null, false)));
    }

    @Test
    void the_sender_takes_back_for_all_and_the_receiver_may_not() {
        String id = send("alice", "bob", "secret").id();

        forbidden(() -> house.resource.delete(as("bob"), id));
        house.resource.delete(as("alice"), id);
        house.resource.delete(as("alice"), id);

        MessageView gone = house.resource.get(as("bob"), id);
        assertThat(gone.deleted()).isTrue();
        assertThat(gone.content()).isNull();
        assertThat(house.resource.edits(as("bob"), id).items()).isEmpty();
        assertThat(house.delivered).hasSize(2);
        Message stanza = house.delivered.get(1);
        assertThat(stanza.getElement().element("retract").attributeValue("id"))
                .isEqualTo(house.delivered.get(0).getID());
        assertThat(stanza.getElement().element("fallback").attributeValue("for"))
                .isEqualTo("urn:xmpp:message-retract:1");
        absent(() -> house.resource.change(as("alice"), id, new MessageChange("back again", null)));
    }

    @Test
    void a_reply_names_what_it_answers_and_quotes_it_for_simple_clients() {
        String id = send("alice", "bob", "shall we?\n🎉").id();
        MessageView reply =
                MessageView.of(house.messages.send(BOB, "alice", "yes", id), house.addresses, List.of(), Extras.NONE);

        assertThat(reply.replyTo()).isEqualTo(id);
        assertThat(reply.content()).isEqualTo("yes");
        Message stanza = house.delivered.get(1);
        assertThat(stanza.getBody()).isEqualTo("> shall we?\n> 🎉\nyes");
        assertThat(stanza.getElement().element("reply").attributeValue("id"))
                .isEqualTo(house.delivered.get(0).getID());
        assertThat(stanza.getElement().element("fallback").element("body").attributeValue("end"))
                .isEqualTo("16");
    }

    @Test
    void an_edited_reply_is_still_a_reply() {
        String id = send("alice", "bob", "shall we?").id();
        ChatMessage reply = house.messages.send(BOB, "alice", "yes", id);
        MessageView edited =
                house.resource.change(as("bob"), MessageId.text(reply.id()), new MessageChange("no", null));

        assertThat(edited.replyTo()).isEqualTo(id);
        assertThat(edited.content()).isEqualTo("no");
        assertThat(house.delivered.get(2).getElement().element("reply")).isNotNull();
    }

    @Test
    void only_a_message_of_the_same_conversation_can_be_answered() {
        String other = send("alice", "carol", "hello").id();
        String gone = send("alice", "bob", "hello").id();
        house.resource.delete(as("alice"), gone);

        for (String id : List.of(other, gone, "1", "x")) {
            invalid("reply_to", () -> house.messages.send(ALICE, "bob", "yes", id));
        }
    }

    @Test
    void what_an_xmpp_client_sent_is_in_the_list() {
        house.gate.admit(chat(ALICE, BOB, "m1", "by xmpp"));
        send("bob", "alice", "by rest");

        assertThat(contents(list("alice", null, null, "false", null, null))).containsExactly("by rest", "by xmpp");
    }

    @Test
    void the_list_shows_one_person_where_that_is_asked_for() {
        send("alice", "bob", "to bob");
        send("carol", "alice", "from carol");
        send("carol", "bob", "none of my business");

        assertThat(contents(list("alice", "bob", null, "false", null, null))).containsExactly("to bob");
        assertThat(contents(list("alice", "carol", null, "false", null, null))).containsExactly("from carol");
        assertThat(contents(list("alice", null, null, "false", null, null))).containsExactly("from carol", "to bob");
        assertThat(contents(list("alice", "nobody", null, "false", null, null))).isEmpty();
    }

    @Test
    void the_list_shows_what_is_unread() {
        String first = send("bob", "alice", "one").id();
        send("alice", "bob", "mine");
        send("bob", "alice", "two");
        send("carol", "alice", "three");
        house.resource.change(as("alice"), first, new MessageChange(null, true));

        assertThat(contents(list("alice", null, null, "true", null, null))).containsExactly("three", "two");
        assertThat(contents(list("alice", "bob", null, "true", null, null))).containsExactly("two");
        assertThat(contents(list("bob", null, null, "true", null, null))).containsExactly("mine");
    }

    @Test
    void the_list_shows_a_span_of_time() {
        send("alice", "bob", "12:00");
        house.clock.advance(Duration.ofHours(1));
        send("alice", "bob", "13:00");
        house.clock.advance(Duration.ofHours(1));
        send("alice", "bob", "14:00");

        assertThat(contents(list("alice", null, null, "false", "2026-01-15T13:00:00Z", null)))
                .containsExactly("14:00", "13:00");
        assertThat(contents(list("alice", null, null, "false", null, "2026-01-15T14:00:00+01:00")))
                .containsExactly("13:00", "12:00");
        assertThat(contents(list("alice", null, null, "false", "2026-01-15T12:30:00Z", "2026-01-15T13:30:00Z")))
                .containsExactly("13:00");
    }

    @Test
    void the_search_finds_words_in_any_case_and_takes_them_literally() {
        send("alice", "bob", "Der GRÜNE Apfel");
        send("alice", "bob", "100% sure_thing");
        send("carol", "bob", "grüne of others");

        assertThat(contents(list("alice", null, "grüne", "false", null, null))).containsExactly("Der GRÜNE Apfel");
        assertThat(contents(list("alice", null, "%", "false", null, null))).containsExactly("100% sure_thing");
        assertThat(contents(list("alice", null, "e_t", "false", null, null))).containsExactly("100% sure_thing");
        assertThat(contents(list("alice", null, "x", "false", null, null))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false,yesterday,,since", "false,,2026-13-01,until", "maybe,,,unread"})
    void a_wrong_filter_is_refused_on_its_field(
            String unread, @Nullable String since, @Nullable String until, String field) {
        invalid(field, () -> list("alice", null, null, unread, since, until));
    }

    @Test
    void pages_show_each_message_once_though_others_come_meanwhile() {
        for (int i = 0; i < 7; i++) {
            send(i % 2 == 0 ? "alice" : "bob", i % 2 == 0 ? "bob" : "alice", "m" + i);
        }
        MessageFilter all = new MessageFilter(ALICE, null, false, 0, Long.MAX_VALUE);
        Page<ChatMessage> first = house.inbox.list(all, 3);
        send("bob", "alice", "meanwhile");
        Page<ChatMessage> second = house.inbox.list(after(all, first), 3);
        Page<ChatMessage> third = house.inbox.list(after(all, second), 3);

        assertThat(first.items()).extracting(ChatMessage::body).containsExactly("m6", "m5", "m4");
        assertThat(second.items()).extracting(ChatMessage::body).containsExactly("m3", "m2", "m1");
        assertThat(third.items()).extracting(ChatMessage::body).containsExactly("m0");
        assertThat(third.next()).isNull();
    }

    @Test
    void messages_of_a_deleted_account_stay_for_those_who_are_here() {
        String withBob = send("alice", "bob", "hello bob").id();
        String withCarol = send("alice", "carol", "hello carol").id();
        send("alice", "me", "note");
        house.users.delete("alice");
        farewell("alice");

        MessageView kept = house.resource.get(as("bob"), withBob);
        assertThat(kept.sender()).isNull();
        assertThat(kept.receiver()).isEqualTo("bob");
        assertThat(kept.content()).isEqualTo("hello bob");
        assertThat(house.rows()).isEqualTo(2);

        house.users.delete("bob");
        farewell("bob");
        assertThat(house.rows()).isOne();
        assertThat(house.resource.get(as("carol"), withCarol).content()).isEqualTo("hello carol");
    }

    @Test
    void a_message_that_cannot_be_delivered_now_is_sent_all_the_same() {
        House broken = house;
        Messages messages = new Messages(
                broken.archive,
                broken.inbox,
                broken.addresses,
                stanza -> {
                    throw new IllegalStateException("the router is down");
                },
                broken.attachments,
                broken.settings,
                java.util.UUID::randomUUID);

        assertThat(messages.send(ALICE, "bob", "hello", null).body()).isEqualTo("hello");
        assertThat(broken.rows()).isOne();
    }

    private void farewell(String username) {
        new Farewell(house.database.database(), house.store, new Removal(house.store, house.media), house.addresses)
                .say(new AccountDeleted(username));
    }

    private static MessageFilter after(MessageFilter filter, Page<ChatMessage> page) {
        return filter.before(page.items().get(page.items().size() - 1).id());
    }

    private Page<MessageView> list(
            String person,
            @Nullable String with,
            @Nullable String words,
            String unread,
            @Nullable String since,
            @Nullable String until) {
        return house.resource.list(as(person), new PageRequest(), with, words, unread, since, until);
    }

    private static List<@Nullable String> contents(Page<MessageView> page) {
        List<@Nullable String> contents = new ArrayList<>();
        page.items().forEach(message -> contents.add(message.content()));
        return contents;
    }

    private MessageView send(String sender, String receiver, String content) {
        return (MessageView) house.resource
                .send(as(sender), new NewMessage(receiver, content, null, null))
                .getEntity();
    }

    private static void invalid(String field, Runnable act) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.INVALID);
            assertThat(problem.errors()).extracting(error -> error.field()).containsExactly(field);
        });
    }

    private static void absent(Runnable act) {
        refused(act, Kind.NOT_FOUND);
    }

    private static void forbidden(Runnable act) {
        refused(act, Kind.FORBIDDEN);
    }

    private static void refused(Runnable act, Kind kind) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }

    private static SecurityContext as(String username) {
        return new SecurityContext() {
            @Override
            public Caller getUserPrincipal() {
                return new Caller(username, "session", false);
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }

            @Override
            public boolean isSecure() {
                return true;
            }

            @Override
            public @Nullable String getAuthenticationScheme() {
                return null;
            }
        };
    }
}
