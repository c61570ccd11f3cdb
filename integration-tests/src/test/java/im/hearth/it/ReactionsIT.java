package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.carbons.packet.CarbonExtension;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The reactions rows of the contracts: what is done at one door shows at the other. */
final class ReactionsIT {
    private static final String REACTIONS = "urn:xmpp:reactions:0";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    /** All reactions of a client to a message, as Smack 4.4 has none: by hand. */
    private static Message set(Xmpp from, Person to, String reference, String... emojis) {
        return set(from, Xmpp.bare(to), Message.Type.chat, reference, emojis);
    }

    private static Message set(Xmpp from, EntityBareJid to, Message.Type type, String reference, String... emojis) {
        StandardExtensionElement.Builder set =
                StandardExtensionElement.builder("reactions", REACTIONS).addAttribute("id", reference);
        for (String emoji : emojis) {
            set.addElement("reaction", emoji);
        }
        return from.connection()
                .getStanzaFactory()
                .buildMessageStanza()
                .to(to)
                .ofType(type)
                .addExtension(set.build())
                .addExtension(StandardExtensionElement.builder("store", "urn:xmpp:hints")
                        .build())
                .build();
    }

    private static boolean isSet(Message message) {
        return message.hasExtension(REACTIONS) && message.getType() != Message.Type.error;
    }

    private static List<String> emojis(Message message) {
        StandardExtensionElement set = (StandardExtensionElement) message.getExtensionElement("reactions", REACTIONS);
        List<String> emojis = new ArrayList<>();
        if (set.getElements() != null) {
            set.getElements("reaction").forEach(reaction -> emojis.add(reaction.getText()));
        }
        return emojis;
    }

    private static String reference(Message message) {
        return ((StandardExtensionElement) message.getExtensionElement("reactions", REACTIONS)).getAttributeValue("id");
    }

    private static Map<String, List<String>> shown(Person viewer, String id) {
        JsonNode message =
                expect(200, viewer.api().get("/api/messages/" + id + "/")).body();
        Map<String, List<String>> shown = new TreeMap<>();
        message.path("reactions").properties().forEach(entry -> {
            List<String> users = new ArrayList<>();
            entry.getValue().forEach(user -> users.add(user.asText()));
            shown.put(entry.getKey(), users);
        });
        return shown;
    }

    private static Api.Answer react(Person person, String message, String emoji) {
        return person.api().post("/api/message-reactions/", Map.of("message", message, "emoji", emoji));
    }

    private static JsonNode list(Person person, String query) {
        return expect(200, person.api().get("/api/message-reactions/?" + query)).body();
    }

    private static void refuse(Xmpp client, Message message, StanzaError.Condition condition) {
        client.send(message);
        Message error = client.await(answer ->
                answer.getType() == Message.Type.error && message.getStanzaId().equals(answer.getStanzaId()));
        assertThat(error.getError().getCondition()).isEqualTo(condition);
        assertThat(error.getError().getDescriptiveText()).isNotBlank();
    }

    @Test
    void what_a_client_reacts_with_shows_over_rest_until_it_takes_it_back() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connectWithPassword()) {
            String id = alice.send(bob, "hello").get("id");
            String reference = b.awaitText("hello").getStanzaId();

            b.send(set(b, alice, reference, "👍", "🎉"));

            assertThat(emojis(a.await(ReactionsIT::isSet))).containsExactly("👍", "🎉");
            assertThat(shown(alice, id))
                    .isEqualTo(Map.of("👍", List.of(bob.username()), "🎉", List.of(bob.username())));
            assertThat(shown(bob, id)).containsOnlyKeys("👍", "🎉");

            b.send(set(b, alice, reference, "🎉", "❤️"));
            a.await(ReactionsIT::isSet);
            assertThat(shown(alice, id)).containsOnlyKeys("🎉", "❤️");

            b.send(set(b, alice, reference));
            a.await(ReactionsIT::isSet);
            assertThat(shown(alice, id)).isEmpty();
        }
    }

    @Test
    void what_is_done_over_rest_reaches_all_clients_of_both_as_the_whole_set() {
        try (Xmpp a = alice.connectWithPassword();
                Xmpp b = bob.connect()) {
            a.say(bob, "by a client");
            Message original = b.awaitText("by a client");
            String id = messageId(bob, "by a client");

            expect(201, react(bob, id, "👍"));
            Message first = a.await(ReactionsIT::isSet);
            assertThat(reference(first)).isEqualTo(original.getStanzaId());
            assertThat(emojis(first)).containsExactly("👍");

            Api.Answer second = expect(201, react(bob, id, "🎉"));
            assertThat(emojis(a.await(ReactionsIT::isSet))).containsExactly("👍", "🎉");
            assertThat(second.headers().firstValue("Location"))
                    .contains("/api/message-reactions/" + second.get("id") + "/");

            Message carbon = b.await(message -> message.hasExtension(CarbonExtension.NAMESPACE));
            assertThat(emojis(CarbonExtension.from(carbon).getForwarded().getForwardedStanza()))
                    .containsExactly("👍");

            String path = "/api/message-reactions/" + second.get("id") + "/";
            assertThat(expect(200, bob.api().patch(path, Map.of("emoji", "❤️"))).get("id"))
                    .isEqualTo(second.get("id"));
            assertThat(emojis(a.await(ReactionsIT::isSet))).containsExactly("👍", "❤️");

            expect(204, bob.api().delete(path));
            assertThat(emojis(a.await(ReactionsIT::isSet))).containsExactly("👍");
            expect(404, bob.api().get(path));
            assertThat(shown(alice, id)).containsOnlyKeys("👍");
        }
    }

    private static String messageId(Person person, String content) {
        List<String> ids = new ArrayList<>();
        await().atMost(Hearth.PATIENCE).until(() -> {
            expect(200, person.api().get("/api/messages/")).body().path("items").forEach(message -> {
                if (message.path("content").asText().equals(content)) {
                    ids.add(message.path("id").asText());
                }
            });
            return !ids.isEmpty();
        });
        return ids.get(0);
    }

    @Test
    void a_list_tells_who_reacted_with_what_page_by_page_and_how_many() {
        String id = alice.send(bob, "count me").get("id");
        expect(201, react(bob, id, "👍"));
        expect(201, react(alice, id, "👍"));
        expect(201, react(alice, id, "🎉"));

        JsonNode first = list(bob, "message=" + id + "&limit=2");
        assertThat(first.path("counts").path("👍").asInt()).isEqualTo(2);
        assertThat(first.path("counts").path("🎉").asInt()).isEqualTo(1);
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("items").get(0).path("emoji").asText()).isEqualTo("🎉");
        assertThat(first.path("items").get(0).path("user").asText()).isEqualTo(alice.username());
        assertThat(first.path("items").get(0).path("message").asText()).isEqualTo(id);
        assertThat(first.path("items").get(0).path("timestamp").asText()).endsWith("Z");

        JsonNode second = list(
                bob, "message=" + id + "&limit=2&cursor=" + first.path("next").asText());
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("items").get(0).path("user").asText()).isEqualTo(bob.username());
        assertThat(second.path("next").isNull()).isTrue();

        JsonNode mine = list(bob, "limit=10");
        assertThat(mine.path("items")).hasSize(1);
        assertThat(mine.path("counts").isNull()).isTrue();
    }

    @Test
    void the_same_reaction_again_is_the_one_that_is_there() {
        String id = alice.send(bob, "twice").get("id");
        Api.Answer first = expect(201, react(bob, id, "👍"));

        assertThat(expect(200, react(bob, id, "👍")).get("id")).isEqualTo(first.get("id"));
        assertThat(list(bob, "message=" + id).path("items")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1", "👍👍", ":not_mine:", "<reaction/>"})
    void what_is_not_one_emoji_is_refused(String text) {
        String id = alice.send(bob, "be nice").get("id");

        Api.Answer refused = expect(422, react(bob, id, text));

        assertThat(refused.body().path("errors").get(0).path("field").asText()).isEqualTo("emoji");
        assertThat(shown(alice, id)).isEmpty();
    }

    @Test
    void a_client_gets_the_error_of_the_standard_for_a_wrong_set() {
        try (Xmpp b = bob.connect()) {
            String id = alice.send(bob, "hello").get("id");
            String reference = b.awaitText("hello").getStanzaId();

            refuse(b, set(b, alice, reference, "no"), StanzaError.Condition.not_acceptable);
            refuse(b, set(b, alice, reference, "👍", "👍"), StanzaError.Condition.not_acceptable);
            refuse(
                    b,
                    set(b, alice, reference, "😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈", "😉", "😊"),
                    StanzaError.Condition.not_acceptable);
            refuse(b, set(b, alice, ""), StanzaError.Condition.bad_request);

            assertThat(shown(alice, id)).isEmpty();
        }
    }

    @Test
    void a_reaction_to_what_nobody_said_goes_its_way_and_is_archived() throws Exception {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            b.send(set(b, alice, "elsewhere", "👍"));

            assertThat(emojis(a.await(ReactionsIT::isSet))).containsExactly("👍");
            assertThat(MamManager.getInstanceFor(b.connection())
                            .queryMostRecentPage(Xmpp.bare(alice), 10)
                            .getMessages())
                    .anyMatch(ReactionsIT::isSet);
        }
    }

    @Test
    void strangers_neither_see_nor_react_nor_learn_that_there_is_something() {
        Person carol = hearth.register("carol");
        String id = alice.send(bob, "between us").get("id");
        String path =
                "/api/message-reactions/" + expect(201, react(bob, id, "👍")).get("id") + "/";

        expect(404, react(carol, id, "👍"));
        expect(404, carol.api().get("/api/message-reactions/?message=" + id));
        expect(404, carol.api().get(path));
        expect(404, carol.api().delete(path));
        expect(403, alice.api().delete(path));
        expect(403, alice.api().patch(path, Map.of("emoji", "🎉")));
        expect(200, alice.api().get(path));
        expect(404, react(bob, "12345", "👍"));
        expect(404, react(bob, "nonsense", "👍"));
        expect(404, bob.api().get("/api/message-reactions/nonsense/"));
        expect(422, bob.api().get("/api/message-reactions/?cursor=nonsense"));
        expect(422, bob.api().post("/api/message-reactions/", Map.of("message", id)));
        expect(422, bob.api().post("/api/message-reactions/", Map.of("message", id, "emoji", "👍", "user", "alice")));
        expect(401, hearth.api().get("/api/message-reactions/"));
    }

    @Test
    void what_is_taken_back_has_no_reactions_and_gets_none() {
        try (Xmpp b = bob.connect()) {
            String id = alice.send(bob, "a mistake").get("id");
            String reference = b.awaitText("a mistake").getStanzaId();
            expect(201, react(bob, id, "👍"));

            expect(204, alice.api().delete("/api/messages/" + id + "/"));

            assertThat(shown(bob, id)).isEmpty();
            assertThat(list(bob, "message=" + id).path("items")).isEmpty();
            expect(404, react(bob, id, "👍"));
            refuse(b, set(b, alice, reference, "👍"), StanzaError.Condition.item_not_found);
        }
    }

    @Test
    void many_devices_at_once_leave_one_whole_set() throws Exception {
        String id = alice.send(bob, "all at once").get("id");
        List<String> emojis = List.of("👍", "🎉", "❤️", "👍", "🎉", "❤️");
        ExecutorService devices = Executors.newFixedThreadPool(emojis.size());
        try (Xmpp a = alice.connect()) {
            List<Callable<Api.Answer>> calls = new ArrayList<>();
            emojis.forEach(emoji -> calls.add(() -> react(bob, id, emoji)));
            for (Future<Api.Answer> answer : devices.invokeAll(calls)) {
                assertThat(answer.get().status()).isIn(200, 201);
            }

            assertThat(shown(alice, id)).containsOnlyKeys("👍", "🎉", "❤️");
            Message last = a.await(message -> isSet(message) && emojis(message).size() == 3);
            assertThat(emojis(last)).containsExactlyInAnyOrder("👍", "🎉", "❤️");
        } finally {
            devices.shutdownNow();
        }
    }

    @Test
    void both_see_it_on_their_streams_as_it_happens() {
        try (Events events = Events.sse(alice, null);
                Xmpp b = bob.connect()) {
            String id = alice.send(bob, "live").get("id");

            expect(201, react(bob, id, "👍"));
            Events.Event byRest = events.await(event -> event.type().equals("message.reacted"));
            assertThat(byRest.text("id")).isEqualTo(id);
            assertThat(byRest.data().path("reactions").path("👍").get(0).asText())
                    .isEqualTo(bob.username());

            b.send(set(b, alice, b.awaitText("live").getStanzaId()));
            Events.Event byClient = events.await(event -> event.type().equals("message.reacted"));
            assertThat(byClient.data().path("reactions")).isEmpty();
        }
    }

    static void join(Xmpp client, EntityBareJid room) throws Exception {
        MultiUserChatManager.getInstanceFor(client.connection())
                .getMultiUserChat(room)
                .join(Resourcepart.from(client.person().username()));
    }

    private static JsonNode inGroup(Person viewer, String id) {
        return expect(200, viewer.api().get("/api/group-messages/" + id + "/"))
                .body()
                .path("reactions");
    }

    @Test
    void reactions_in_groups_go_by_the_rooms_id_and_reach_all_members_at_both_doors() throws Exception {
        Person carol = hearth.register("carol");
        Api.Answer group = expect(
                201, alice.api().post("/api/groups/", Map.of("name", "Weekend", "members", List.of(bob.username()))));
        EntityBareJid room = JidCreate.entityBareFromOrThrowUnchecked(group.get("jid"));
        String emoticon = EmoticonsIT.add(bob, ":tent:", EmoticonsIT.png(64)).get("image");
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Events events = Events.sse(alice, null)) {
            join(a, room);
            join(b, room);
            String id = expect(
                            201,
                            alice.api()
                                    .post(
                                            "/api/group-messages/",
                                            Map.of("group", group.get("id"), "content", "where to?")))
                    .get("id");
            b.awaitText("where to?");

            b.send(set(b, room, Message.Type.groupchat, id, "👍", ":tent:"));

            assertThat(emojis(a.await(ReactionsIT::isSet))).containsExactly("👍", ":tent:");
            assertThat(inGroup(alice, id).path("👍").get(0).asText()).isEqualTo(bob.username());
            Events.Event live = events.await(event -> event.type().equals("group_message.reacted"));
            assertThat(live.text("id")).isEqualTo(id);
            assertThat(list(alice, "message=" + id)
                            .path("items")
                            .get(0)
                            .path("image_url")
                            .asText())
                    .isEqualTo(emoticon);

            b.await(ReactionsIT::isSet);
            Api.Answer byRest = expect(201, react(alice, id, "👍"));
            Message seen = b.await(ReactionsIT::isSet);
            assertThat(seen.getFrom().toString()).isEqualTo(room + "/" + alice.username());
            assertThat(reference(seen)).isEqualTo(id);
            assertThat(list(bob, "message=" + id).path("counts").path("👍").asInt())
                    .isEqualTo(2);

            refuse(b, set(b, room, Message.Type.groupchat, id, "no emoji"), StanzaError.Condition.not_acceptable);
            expect(404, react(carol, id, "👍"));
            expect(404, carol.api().get("/api/message-reactions/" + byRest.get("id") + "/"));

            expect(204, alice.api().delete("/api/group-messages/" + id + "/"));
            assertThat(list(bob, "message=" + id).path("items")).isEmpty();
        }
    }

    @Test
    void who_deletes_their_account_takes_their_reactions_along() {
        Person carol = hearth.register("carol");
        String id = alice.send(carol, "bye").get("id");
        expect(201, react(carol, id, "👍"));

        String asked = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", carol.phoneNumber())))
                .get("verification_id");
        String code = hearth.codeFor(carol.phoneNumber());
        expect(
                204,
                carol.api()
                        .send(carol.api()
                                .request("/api/users/me/")
                                .header("Content-Type", "application/json")
                                .method(
                                        "DELETE",
                                        BodyPublishers.ofString(
                                                Api.json(Map.of("verification_id", asked, "code", code))))));

        await().atMost(Hearth.PATIENCE)
                .untilAsserted(() -> assertThat(shown(alice, id)).isEmpty());
    }

    @Test
    void the_server_and_its_accounts_announce_reactions() throws Exception {
        try (Xmpp b = bob.connect()) {
            ServiceDiscoveryManager disco = ServiceDiscoveryManager.getInstanceFor(b.connection());
            assertThat(disco.discoverInfo(b.connection().getXMPPServiceDomain()).containsFeature(REACTIONS))
                    .isTrue();
            assertThat(disco.discoverInfo(Xmpp.bare(bob)).containsFeature(REACTIONS))
                    .isTrue();
        }
    }

    @Test
    void reactions_and_emoticons_survive_a_restart() {
        try (Hearth own = Hearth.start(UnaryOperator.identity())) {
            Person dora = own.register("dora");
            Person emil = own.register("emil");
            String id = dora.send(emil, "before").get("id");
            String emoticon =
                    EmoticonsIT.add(emil, ":party:", EmoticonsIT.png(64)).get("id");
            expect(201, react(emil, id, "👍"));
            expect(201, react(emil, id, ":party:"));

            own.engine().restart();

            assertThat(shown(dora, id)).containsOnlyKeys("👍", ":party:");
            assertThat(expect(200, dora.api().get("/api/custom-emoticons/" + emoticon + "/"))
                            .get("shortcut"))
                    .isEqualTo(":party:");
            expect(201, react(dora, id, "👍"));
        }
    }
}
