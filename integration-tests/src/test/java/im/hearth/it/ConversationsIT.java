package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.SimpleIQ;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.carbons.packet.CarbonExtension;
import org.jivesoftware.smackx.chat_markers.element.ChatMarkersElements.DisplayedExtension;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The list of conversations, search, receipts and archive preferences: both doors, people and groups. */
final class ConversationsIT {
    private static final String MAM = "urn:xmpp:mam:2";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static JsonNode list(Person person) {
        return expect(200, person.api().get("/api/conversations/")).body().path("items");
    }

    private static List<String> with(JsonNode conversations) {
        List<String> with = new ArrayList<>();
        conversations.forEach(conversation -> with.add(conversation.path("id").asText()));
        return with;
    }

    private static int unread(Person person) {
        return list(person).path(0).path("unread_count").asInt();
    }

    private static Message.Type chat() {
        return Message.Type.chat;
    }

    private static Message marker(Xmpp from, Person to, String id) {
        return from.connection()
                .getStanzaFactory()
                .buildMessageStanza()
                .to(Xmpp.bare(to))
                .ofType(chat())
                .addExtension(new DisplayedExtension(id))
                .build();
    }

    private Api.Answer group(Person... members) {
        List<String> names = List.of(members).stream().map(Person::username).toList();
        return expect(201, alice.api().post("/api/groups/", Map.of("name", "Book club", "members", names)));
    }

    private static EntityBareJid room(Api.Answer group) {
        return JidCreate.entityBareFromOrThrowUnchecked(group.get("jid"));
    }

    @Test
    void people_and_groups_are_in_one_list_the_latest_first() {
        Person carol = hearth.register("carol");
        alice.send(bob, "to bob");
        Api.Answer group = group(bob, carol);
        carol.send(alice, "from carol");

        assertThat(with(list(alice))).containsExactly(carol.jid(), group.get("jid"), bob.jid());

        expect(201, bob.api().post("/api/group-messages/", Map.of("group", group.get("id"), "content", "to all")));
        JsonNode first = list(alice).get(0);
        assertThat(first.path("id").asText()).isEqualTo(group.get("jid"));
        assertThat(first.path("group").asText()).isEqualTo(group.get("id"));
        assertThat(first.path("name").asText()).isEqualTo("Book club");
        assertThat(first.path("peer").isNull()).isTrue();
        assertThat(first.path("last_message").path("content").asText()).isEqualTo("to all");
        assertThat(first.path("last_message").path("group").asText()).isEqualTo(group.get("id"));
        assertThat(first.path("unread_count").asInt()).isEqualTo(1);
        assertThat(first.path("pinned").asBoolean(true)).isFalse();
        assertThat(first.path("muted_until").isNull()).isTrue();

        JsonNode second = list(alice).get(1);
        assertThat(second.path("peer").asText()).isEqualTo(carol.username());
        assertThat(second.path("name").asText()).isEqualTo(carol.username());
        assertThat(second.path("group").isNull()).isTrue();
        assertThat(second.path("last_message").path("sender").asText()).isEqualTo(carol.username());
        assertThat(second.path("unread_count").asInt()).isEqualTo(1);
    }

    @Test
    void a_marker_from_a_client_and_a_patch_lower_the_unread_count_and_reach_the_other_devices() {
        try (Xmpp a = alice.connect();
                Xmpp phone = bob.connect();
                Xmpp laptop = bob.connect()) {
            String first = a.say(bob, "one");
            String second = a.say(bob, "two");
            phone.awaitText("two");
            assertThat(unread(bob)).isEqualTo(2);

            phone.send(marker(phone, alice, first));
            await().atMost(Hearth.PATIENCE).until(() -> unread(bob) == 1);
            a.await(message -> DisplayedExtension.from(message) != null);
            laptop.await(message -> first.equals(carbonOfMarker(message)));

            String id = list(bob).get(0).path("last_message").path("id").asText();
            expect(200, bob.api().patch("/api/messages/" + id + "/", Map.of("is_read", true)));
            assertThat(unread(bob)).isZero();
            for (Xmpp device : List.of(phone, laptop)) {
                device.await(message -> second.equals(carbonOfMarker(message)));
            }
        }
    }

    /** The id that a marker of one's own names which came from another device; null for something else. */
    private static @Nullable String carbonOfMarker(Message message) {
        if (!message.hasExtension(CarbonExtension.NAMESPACE)) {
            return null;
        }
        DisplayedExtension marker = DisplayedExtension.from(
                CarbonExtension.from(message).getForwarded().getForwardedStanza());
        return marker == null ? null : marker.getId();
    }

    @Test
    void both_doors_lower_the_unread_count_of_a_group() throws Exception {
        Api.Answer group = group(bob);
        String path = "/api/group-messages/";
        Map<String, String> hello = Map.of("group", group.get("id"), "content", "hello");
        String first = expect(201, alice.api().post(path, hello)).get("id");
        String second = expect(201, alice.api().post(path, hello)).get("id");
        assertThat(unread(bob)).isEqualTo(2);

        try (Xmpp b = bob.connect()) {
            MultiUserChat muc =
                    MultiUserChatManager.getInstanceFor(b.connection()).getMultiUserChat(room(group));
            muc.join(Resourcepart.from(bob.username()));
            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(room(group))
                    .ofType(Message.Type.groupchat)
                    .addExtension(new DisplayedExtension(first))
                    .build());
            await().atMost(Hearth.PATIENCE).until(() -> unread(bob) == 1);
            expect(200, bob.api().patch(path + second + "/", Map.of("is_read", true)));
            assertThat(unread(bob)).isZero();
            b.await(message -> DisplayedExtension.from(message) != null
                    && DisplayedExtension.from(message).getId().equals(second));
        }
    }

    @Test
    void a_conversation_is_pinned_and_muted_for_me_alone() {
        Person carol = hearth.register("carol");
        alice.send(bob, "first");
        alice.send(carol, "second");
        String path = "/api/conversations/" + bob.jid() + "/";
        Api.Answer changed =
                expect(200, alice.api().patch(path, Map.of("pinned", true, "muted_until", "2100-01-01T00:00:00Z")));
        assertThat(changed.body().path("pinned").asBoolean()).isTrue();
        assertThat(changed.get("muted_until")).isEqualTo("2100-01-01T00:00:00.000Z");
        assertThat(with(list(alice))).containsExactly(bob.jid(), carol.jid());

        assertThat(list(bob).get(0).path("pinned").asBoolean(true)).isFalse();
        changed = expect(200, alice.api().patch(path, Collections.singletonMap("muted_until", null)));
        assertThat(changed.body().path("muted_until").isNull()).isTrue();
        assertThat(changed.body().path("pinned").asBoolean()).isTrue();

        assertThat(alice.api().patch(path, Map.of("muted_until", "yesterday")).status())
                .isEqualTo(422);
        assertThat(alice.api().patch(path, Map.of("pinned", "yes")).status()).isIn(400, 422);
        assertThat(alice.api().patch(path, Map.of("colour", "red")).status()).isEqualTo(422);
        assertThat(carol.api().patch(path, Map.of("pinned", true)).status()).isEqualTo(404);
        assertThat(alice.api().get("/api/conversations/nobody/").status()).isEqualTo(404);
        assertThat(alice.api().get("/api/conversations/?cursor=MTp4").status()).isEqualTo(422);
        assertThat(hearth.api().get("/api/conversations/").status()).isEqualTo(401);
    }

    @Test
    void the_list_is_paged() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Person peer = hearth.register("peer");
            alice.send(peer, "hello");
            expected.add(0, peer.jid());
        }
        expected.add(0, group(bob).get("jid"));
        List<String> seen = new ArrayList<>();
        String path = "/api/conversations/?limit=1";
        String next;
        do {
            Api.Answer page = expect(200, alice.api().get(path));
            seen.addAll(with(page.body().path("items")));
            next = page.body().path("next").asText(null);
            path = "/api/conversations/?limit=1&cursor=" + next;
        } while (next != null && !"null".equals(next));

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void words_are_found_at_once_in_people_and_groups() {
        String word = "xylophone" + System.nanoTime();
        Api.Answer group = group(bob);
        alice.send(bob, "My new " + word + ", look!");
        Map<String, String> said = Map.of("group", group.get("id"), "content", "A " + word + " for all");
        String groupMessage =
                expect(201, alice.api().post("/api/group-messages/", said)).get("id");

        Person carol = hearth.register("carol");
        for (String path : List.of("/api/messages/", "/api/group-messages/")) {
            assertThat(found(bob, path, word)).hasSize(1);
            assertThat(found(bob, path, word.toUpperCase(java.util.Locale.ROOT)))
                    .hasSize(1);
            assertThat(found(carol, path, word)).isEmpty();
        }
        String id = found(bob, "/api/messages/", word).get(0).path("id").asText();
        expect(200, alice.api().patch("/api/messages/" + id + "/", Map.of("content", "never mind")));
        expect(204, alice.api().delete("/api/group-messages/" + groupMessage + "/"));
        for (String path : List.of("/api/messages/", "/api/group-messages/")) {
            assertThat(found(bob, path, word)).isEmpty();
        }
    }

    private static JsonNode found(Person person, String path, String words) {
        String query = URLEncoder.encode(words, StandardCharsets.UTF_8);
        return expect(200, person.api().get(path + "?q=" + query)).body().path("items");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "& | ! ( :*", "!!!", "%", "👍", "' OR 1=1 --", "\\"})
    void a_hostile_question_gets_an_answer(String words) {
        alice.send(bob, "hello");
        for (String path : List.of("/api/messages/", "/api/group-messages/")) {
            found(alice, path, words);
        }
        String query = "x".repeat(2_000);
        assertThat(alice.api().get("/api/messages/?q=" + query).status()).isEqualTo(422);
        for (String broken : List.of("%C3%28%ff", "%00", "a%00b")) {
            assertThat(alice.api().get("/api/messages/?q=" + broken).status()).isEqualTo(400);
        }
    }

    @Test
    void a_receipt_passes_untouched_and_is_not_archived() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            Message message = a.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(bob))
                    .ofType(chat())
                    .setBody("got it?")
                    .addExtension(new DeliveryReceiptRequest())
                    .build();
            a.send(message);
            assertThat(b.awaitText("got it?").hasExtension(DeliveryReceipt.NAMESPACE))
                    .isTrue();
            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(alice))
                    .ofType(chat())
                    .addExtension(new DeliveryReceipt(message.getStanzaId()))
                    .build());
            Message receipt = a.await(got -> DeliveryReceipt.from(got) != null);
            assertThat(DeliveryReceipt.from(receipt).getId()).isEqualTo(message.getStanzaId());
            assertThat(receipt.hasExtension("stanza-id", "urn:xmpp:sid:0")).isFalse();
            assertThat(archive(a)).containsExactly("got it?");
            assertThat(list(alice).get(0).path("last_message").path("content").asText())
                    .isEqualTo("got it?");
            assertThat(unread(bob)).isEqualTo(1);
        }
    }

    private static List<String> archive(Xmpp client) throws Exception {
        return MamManager.getInstanceFor(client.connection())
                .queryArchive(
                        MamManager.MamQueryArgs.builder().setResultPageSize(50).build())
                .getMessages()
                .stream()
                .map(Message::getBody)
                .toList();
    }

    @Test
    void preferences_hold_for_ones_own_archive_on_both_doors() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            bob.send(alice, "before");
            IQ answer = a.connection()
                    .sendIqRequestAndWaitForResponse(
                            prefs(IQ.Type.set, " default='always'", "<never><jid>" + bob.jid() + "</jid></never>"));
            assertThat(answer.getType()).isEqualTo(IQ.Type.result);
            answer = a.connection().sendIqRequestAndWaitForResponse(prefs(IQ.Type.get, "", ""));
            assertThat(answer.toXML().toString()).contains("<jid>" + bob.jid() + "</jid>");

            bob.send(alice, "off the record");
            b.say(alice, "this too");
            a.awaitText("this too");

            assertThat(archive(a)).containsExactly("before");
            assertThat(archive(b)).containsExactly("before", "off the record", "this too");
            assertThat(expect(200, alice.api().get("/api/messages/")).body().path("items"))
                    .hasSize(1);
            assertThat(expect(200, bob.api().get("/api/messages/")).body().path("items"))
                    .hasSize(3);
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 501; i++) {
                many.append("<jid>somebody").append(i).append("@example.org</jid>");
            }
            assertThatThrownBy(() -> a.connection()
                            .sendIqRequestAndWaitForResponse(
                                    prefs(IQ.Type.set, " default='always'", "<never>" + many + "</never>")))
                    .isInstanceOfSatisfying(XMPPErrorException.class, error -> assertThat(
                                    error.getStanzaError().getCondition())
                            .isEqualTo(StanzaError.Condition.not_acceptable));
        }
    }

    private static IQ prefs(IQ.Type type, String attributes, String children) {
        SimpleIQ iq = new SimpleIQ("prefs", MAM) {
            @Override
            protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
                xml.append(attributes);
                xml.rightAngleBracket();
                xml.append(children);
                return xml;
            }
        };
        iq.setType(type);
        return iq;
    }
}
