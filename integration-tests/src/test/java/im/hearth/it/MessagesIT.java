package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.carbons.packet.CarbonExtension;
import org.jivesoftware.smackx.chat_markers.element.ChatMarkersElements;
import org.jivesoftware.smackx.message_correct.element.MessageCorrectExtension;
import org.jivesoftware.smackx.sid.element.StanzaIdElement;
import org.junit.jupiter.api.Test;

/** The messages rows of the contracts: what is done at one door shows at the other. */
final class MessagesIT {
    private static final String RETRACT = "urn:xmpp:message-retract:1";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private JsonNode messages(Person person, String query) {
        return expect(200, person.api().get("/api/messages/?" + query)).body().path("items");
    }

    private JsonNode awaitMessage(Person person, Person with, String content) {
        List<JsonNode> found = new ArrayList<>();
        await().atMost(Hearth.PATIENCE).until(() -> {
            messages(person, "with=" + with.username()).forEach(message -> {
                if (message.path("content").asText().equals(content)) {
                    found.add(message);
                }
            });
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private static String stanzaId(Message message) {
        return StanzaIdElement.getStanzaId(message).getId();
    }

    private MessageBuilder message(Xmpp from, Person to) {
        return from.connection()
                .getStanzaFactory()
                .buildMessageStanza()
                .to(Xmpp.bare(to))
                .ofType(Message.Type.chat);
    }

    @Test
    void a_message_sent_by_rest_is_read_by_rest_and_marked_read() {
        Api.Answer sent = alice.send(bob, "Hello Bob");
        assertThat(sent.get("sender")).isEqualTo(alice.username());
        assertThat(sent.get("receiver")).isEqualTo(bob.username());
        assertThat(sent.body().path("is_read").asBoolean(true)).isFalse();

        JsonNode unread = messages(bob, "unread=true");
        assertThat(unread).hasSize(1);
        assertThat(unread.get(0).path("id").asText()).isEqualTo(sent.get("id"));

        Api.Answer read =
                expect(200, bob.api().patch("/api/messages/" + sent.get("id") + "/", Map.of("is_read", true)));
        assertThat(read.body().path("is_read").asBoolean()).isTrue();
        assertThat(read.get("read_at")).isNotBlank();
        assertThat(messages(bob, "unread=true")).isEmpty();
        assertThat(expect(200, alice.api().get("/api/messages/" + sent.get("id") + "/"))
                        .body()
                        .path("is_read")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_message_sent_by_rest_reaches_all_of_both_peoples_clients_with_one_id() {
        try (Xmpp bobPhone = bob.connect();
                Xmpp bobLaptop = bob.connect();
                Xmpp aliceLaptop = alice.connect()) {
            String id = alice.send(bob, "to everywhere").get("id");
            assertThat(stanzaId(bobPhone.awaitText("to everywhere"))).isEqualTo(id);
            assertThat(stanzaId(bobLaptop.awaitText("to everywhere"))).isEqualTo(id);
            Message carbon = aliceLaptop.await(message -> message.hasExtension(CarbonExtension.NAMESPACE));
            Message forwarded = CarbonExtension.from(carbon).getForwarded().getForwardedStanza();
            assertThat(forwarded.getBody()).isEqualTo("to everywhere");
            assertThat(stanzaId(forwarded)).isEqualTo(id);
        }
    }

    @Test
    void a_message_sent_by_xmpp_is_read_by_rest_with_the_same_id() {
        try (Xmpp a = alice.connectWithPassword();
                Xmpp b = bob.connectWithPassword()) {
            a.say(bob, "from a client");
            String id = stanzaId(b.awaitText("from a client"));
            assertThat(awaitMessage(bob, alice, "from a client").path("id").asText())
                    .isEqualTo(id);
            assertThat(awaitMessage(alice, bob, "from a client").path("id").asText())
                    .isEqualTo(id);
        }
    }

    @Test
    void messages_to_somebody_offline_arrive_when_they_come_back_once() {
        String byRest = alice.send(bob, "by rest while away").get("id");
        try (Xmpp a = alice.connect()) {
            a.say(bob, "by xmpp while away");
            // It is in the archive before it is on its way.
            a.settle();
        }
        try (Xmpp b = bob.connect()) {
            assertThat(stanzaId(b.awaitText("by rest while away"))).isEqualTo(byRest);
            b.awaitText("by xmpp while away");
            alice.send(bob, "last");
            b.awaitText("last");
            assertThat(b.inbox()).noneMatch(message -> message.getBody() != null);
        }
        try (Xmpp again = bob.connect()) {
            alice.send(bob, "after");
            again.awaitText("after");
            assertThat(again.inbox()).noneMatch(message -> message.getBody() != null);
        }
    }

    @Test
    void an_edit_by_rest_is_a_correction_and_has_a_history() {
        try (Xmpp b = bob.connect()) {
            String id = alice.send(bob, "helo").get("id");
            Message original = b.awaitText("helo");
            Api.Answer edited = expect(200, alice.api().patch("/api/messages/" + id + "/", Map.of("content", "hello")));
            assertThat(edited.get("content")).isEqualTo("hello");
            assertThat(edited.get("edited_at")).isNotBlank();
            Message correction = b.awaitText("hello");
            assertThat(MessageCorrectExtension.from(correction).getIdInitialMessage())
                    .isEqualTo(original.getStanzaId());
            JsonNode edits = expect(200, bob.api().get("/api/messages/" + id + "/edits/"))
                    .body()
                    .path("items");
            assertThat(edits.toString()).contains("helo");
            assertThat(bob.api()
                            .patch("/api/messages/" + id + "/", Map.of("content", "mine"))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_correction_by_xmpp_is_an_edit_at_rest_and_only_the_sender_may() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String originalId = a.say(bob, "helo");
            b.awaitText("helo");
            a.send(message(a, bob)
                    .setBody("hello")
                    .addExtension(new MessageCorrectExtension(originalId))
                    .build());
            b.awaitText("hello");
            assertThat(awaitMessage(bob, alice, "hello").path("edited_at").isNull())
                    .isFalse();
            assertThat(messages(bob, "with=" + alice.username())).hasSize(1);

            Message forged = message(b, alice)
                    .setBody("forged")
                    .addExtension(new MessageCorrectExtension(originalId))
                    .build();
            b.send(forged);
            Message refusal = b.await(message -> message.getType() == Message.Type.error);
            assertThat(refusal.getStanzaId()).isEqualTo(forged.getStanzaId());
            a.send(message(a, bob).setBody("still here").build());
            b.awaitText("still here");
            assertThat(a.inbox()).noneMatch(message -> "forged".equals(message.getBody()));
        }
    }

    @Test
    void deleting_by_rest_is_a_retraction_for_all() {
        try (Xmpp b = bob.connect()) {
            String id = alice.send(bob, "oh no").get("id");
            b.awaitText("oh no");
            assertThat(bob.api().delete("/api/messages/" + id + "/").status()).isEqualTo(403);
            expect(204, alice.api().delete("/api/messages/" + id + "/"));
            b.await(message -> message.hasExtension("retract", RETRACT));
            Api.Answer gone = expect(200, bob.api().get("/api/messages/" + id + "/"));
            assertThat(gone.body().path("is_deleted").asBoolean()).isTrue();
            assertThat(gone.text()).doesNotContain("oh no");
        }
    }

    @Test
    void a_retraction_by_xmpp_deletes_at_rest_and_only_the_sender_may() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String id = a.say(bob, "take it back");
            b.awaitText("take it back");
            b.send(message(b, alice).addExtension(retract(id)).build());
            Message refusal = b.await(message -> message.getType() == Message.Type.error);
            assertThat(refusal.getError().getCondition())
                    .isIn(StanzaError.Condition.forbidden, StanzaError.Condition.item_not_found);

            a.send(message(a, bob)
                    .setBody("This person attempted to retract a previous message.")
                    .addExtension(retract(id))
                    .build());
            b.await(message -> message.hasExtension("retract", RETRACT));
            await().atMost(Hearth.PATIENCE).until(() -> messages(bob, "with=" + alice.username())
                    .get(0)
                    .path("is_deleted")
                    .asBoolean());
            assertThat(messages(bob, "with=" + alice.username()).toString()).doesNotContain("take it back");
        }
    }

    private static StandardExtensionElement retract(String id) {
        return StandardExtensionElement.builder("retract", RETRACT)
                .addAttribute("id", id)
                .build();
    }

    @Test
    void a_displayed_marker_marks_read_and_marking_read_sends_the_marker() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String id = a.say(bob, "did you see this?");
            b.awaitText("did you see this?");
            b.send(message(b, alice)
                    .addExtension(new ChatMarkersElements.DisplayedExtension(id))
                    .build());
            await().atMost(Hearth.PATIENCE).until(() -> awaitMessage(alice, bob, "did you see this?")
                    .path("is_read")
                    .asBoolean());

            String second = a.say(bob, "and this?");
            String restId = awaitMessage(bob, alice, "and this?").path("id").asText();
            expect(200, bob.api().patch("/api/messages/" + restId + "/", Map.of("is_read", true)));
            Message marker = a.await(message -> ChatMarkersElements.DisplayedExtension.from(message) != null
                    && ChatMarkersElements.DisplayedExtension.from(message)
                            .getId()
                            .equals(second));
            assertThat(marker.getFrom().asBareJid().toString()).isEqualTo(bob.jid());
        }
    }

    @Test
    void a_spoofed_stanza_id_is_replaced_by_the_servers() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            a.send(message(a, bob)
                    .setBody("spoofed")
                    .addExtension(new StanzaIdElement("evil", bob.jid()))
                    .addExtension(new StanzaIdElement("evil", alice.jid()))
                    .addExtension(new StanzaIdElement("evil", hearth.domain()))
                    .build());
            Message got = b.awaitText("spoofed");
            assertThat(got.toXML().toString()).doesNotContain("evil");
            assertThat(stanzaId(got))
                    .isEqualTo(awaitMessage(bob, alice, "spoofed").path("id").asText());
        }
    }

    @Test
    void a_forged_from_does_not_get_through() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Person carol = hearth.register("carol");
            a.send(message(a, bob).from(Xmpp.bare(carol)).setBody("I am carol").build());
            await().atMost(Hearth.PATIENCE)
                    .until(() -> !a.connection().isConnected()
                            || b.inbox().stream().anyMatch(message -> "I am carol".equals(message.getBody())));
            assertThat(b.inbox())
                    .noneMatch(message -> message.getFrom() != null
                            && message.getFrom().asBareJid().equals(Xmpp.bare(carol)));
            assertThat(messages(bob, "with=" + carol.username())).isEmpty();
        }
    }

    @Test
    void text_of_every_plane_of_unicode_comes_through_both_doors_unharmed() {
        StringBuilder planes = new StringBuilder("<&>\"'\t\n ");
        for (int plane = 0; plane <= 16; plane++) {
            planes.appendCodePoint((plane << 16) + 0x1F0).appendCodePoint((plane << 16) + 0xFFFD);
        }
        StringBuilder text = new StringBuilder();
        while (text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                        + planes.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                <= 64 * 1024) {
            text.append(planes);
        }
        String large = text.toString().strip();
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            String id = alice.send(bob, large).get("id");
            assertThat(b.awaitText(large).getBody()).isEqualTo(large);
            assertThat(expect(200, bob.api().get("/api/messages/" + id + "/")).get("content"))
                    .isEqualTo(large);
            b.say(alice, large);
            a.awaitText(large);
        }
        assertThat(alice.api()
                        .post("/api/messages/", Map.of("receiver", bob.username(), "content", large + "x".repeat(2000)))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void somebody_elses_message_is_not_there() {
        Person carol = hearth.register("carol");
        String id = alice.send(bob, "private").get("id");
        assertThat(carol.api().get("/api/messages/" + id + "/").status()).isEqualTo(404);
        assertThat(carol.api()
                        .patch("/api/messages/" + id + "/", Map.of("is_read", true))
                        .status())
                .isEqualTo(404);
        assertThat(carol.api().delete("/api/messages/" + id + "/").status()).isEqualTo(404);
        assertThat(carol.api().get("/api/messages/" + id + "/edits/").status()).isEqualTo(404);
        assertThat(messages(carol, "limit=200")).isEmpty();
    }

    @Test
    void a_list_is_paged_newest_first_and_stays_right_while_messages_come() {
        for (int i = 0; i < 7; i++) {
            alice.send(bob, "m" + i);
        }
        List<String> seen = new ArrayList<>();
        String query = "with=" + alice.username() + "&limit=3";
        for (String cursor = ""; ; ) {
            JsonNode page = expect(200, bob.api().get("/api/messages/?" + query + cursor))
                    .body();
            page.path("items")
                    .forEach(message -> seen.add(message.path("content").asText()));
            if (page.path("next").isNull()) {
                break;
            }
            cursor = "&cursor=" + page.path("next").asText();
            alice.send(bob, "new");
        }
        assertThat(seen).containsExactly("m6", "m5", "m4", "m3", "m2", "m1", "m0");
    }

    @Test
    void lists_are_narrowed_by_text_and_time() {
        String first = alice.send(bob, "the Quick brown fox").get("timestamp");
        alice.send(bob, "the lazy dog");
        assertThat(messages(bob, "q=quick")).hasSize(1);
        assertThat(messages(bob, "q=%25")).isEmpty();
        assertThat(messages(bob, "until=" + first)).hasSizeLessThanOrEqualTo(1);
        assertThat(bob.api().get("/api/messages/?since=yesterday").status()).isEqualTo(422);
        assertThat(bob.api().get("/api/messages/?limit=0").status()).isEqualTo(422);
        assertThat(bob.api().get("/api/messages/?limit=1000000000").status()).isEqualTo(422);
        assertThat(bob.api().get("/api/messages/?cursor=nonsense").status()).isEqualTo(422);
    }

    @Test
    void a_reply_names_what_it_answers_on_both_doors() {
        try (Xmpp b = bob.connect()) {
            String question = alice.send(bob, "coffee?").get("id");
            b.awaitText("coffee?");
            Api.Answer reply = expect(
                    201,
                    alice.api()
                            .post(
                                    "/api/messages/",
                                    Map.of("receiver", bob.username(), "content", "or tea?", "reply_to", question)));
            assertThat(reply.get("reply_to")).isEqualTo(question);
            Message stanza = b.await(message -> message.hasExtension("reply", "urn:xmpp:reply:0"));
            assertThat(stanza.getBody()).contains("or tea?");
        }
    }

    @Test
    void what_cannot_be_sent_is_refused_and_changes_nothing() {
        assertThat(alice.api()
                        .post("/api/messages/", Map.of("receiver", "nobody-at-all", "content", "x"))
                        .status())
                .isIn(404, 422);
        assertThat(alice.api()
                        .post("/api/messages/", Map.of("receiver", bob.username(), "content", "  "))
                        .status())
                .isEqualTo(422);
        assertThat(alice.api()
                        .post("/api/messages/", Map.of("receiver", bob.username()))
                        .status())
                .isEqualTo(422);
        assertThat(alice.api()
                        .post("/api/messages/", Map.of("receiver", bob.username(), "content", "a\u0000b"))
                        .status())
                .isEqualTo(422);
        assertThat(alice.api()
                        .post("/api/messages/", Map.of("receiver", bob.username(), "content", "x", "reply_to", "12345"))
                        .status())
                .isIn(404, 422);
        assertThat(messages(bob, "limit=10")).isEmpty();
    }

    @Test
    void an_idempotency_key_sends_once() {
        String body = Api.json(Map.of("receiver", bob.username(), "content", "only once"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(expect(
                            201,
                            alice.api()
                                    .send(alice.api()
                                            .request("/api/messages/")
                                            .header("Content-Type", "application/json")
                                            .header("Idempotency-Key", "key-1")
                                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))))
                    .get("id"));
        }
        assertThat(ids).containsOnly(ids.get(0));
        assertThat(messages(bob, "limit=10")).hasSize(1);
    }
}
