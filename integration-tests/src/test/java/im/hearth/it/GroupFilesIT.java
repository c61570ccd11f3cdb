package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static im.hearth.it.Uploads.form;
import static im.hearth.it.Uploads.picture;
import static im.hearth.it.Uploads.post;
import static im.hearth.it.Uploads.slot;
import static im.hearth.it.Uploads.upload;
import static im.hearth.it.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.httpfileupload.element.Slot;
import org.jivesoftware.smackx.message_correct.element.MessageCorrectExtension;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.sid.element.StanzaIdElement;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** Files in groups: what is sent at one door shows at the other, and goes when its message goes. */
final class GroupFilesIT {
    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");
    private final Api.Answer group = expect(
            201, alice.api().post("/api/groups/", Map.of("name", "Pictures", "members", List.of(bob.username()))));

    private JsonNode sendPicture(Person from, Map<String, String> more, byte[] picture) {
        Map<String, String> fields = new java.util.LinkedHashMap<>(more);
        fields.put("group", group.get("id"));
        return expect(
                        201,
                        post(from, "/api/group-messages/", form(fields, "image", "sunset.png", "image/png", picture)))
                .body();
    }

    private static JsonNode seen(Person person, String id) {
        return expect(200, person.api().get("/api/group-messages/" + id + "/")).body();
    }

    private static String url(JsonNode message) {
        return message.path("attachments").path(0).path("url").asText();
    }

    private HttpResponse<byte[]> read(String url) {
        try {
            return hearth.api()
                    .client()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private MultiUserChat join(Xmpp client) {
        try {
            MultiUserChat muc = MultiUserChatManager.getInstanceFor(client.connection())
                    .getMultiUserChat(JidCreate.entityBareFromOrThrowUnchecked(group.get("jid")));
            muc.join(Resourcepart.from(client.person().username()));
            return muc;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static StandardExtensionElement oob(String url) {
        return StandardExtensionElement.builder("x", "jabber:x:oob")
                .addElement("url", url)
                .build();
    }

    private void gone(String url) {
        await().atMost(Hearth.PATIENCE).until(() -> read(url).statusCode() == 404);
    }

    @Test
    void a_picture_sent_by_rest_is_shown_by_every_client_in_the_room() {
        byte[] picture = picture(64, 48);
        try (Xmpp b = bob.connect()) {
            join(b);
            JsonNode sent = sendPicture(alice, Map.of(), picture);
            Message got = b.awaitText(url(sent));

            assertThat(got.toXML().toString()).contains("jabber:x:oob", "urn:xmpp:sfs:0", "sunset.png");
            assertThat(sent.path("content").isNull()).isTrue();
            assertThat(seen(bob, sent.path("id").asText()).path("attachments")).isEqualTo(sent.path("attachments"));
            assertThat(read(url(sent)).body()).isEqualTo(picture);
        }
    }

    @Test
    void lists_groups_and_conversations_show_the_files() {
        JsonNode sent = sendPicture(alice, Map.of("content", "Look"), picture(20, 10));
        for (JsonNode shown : List.of(
                expect(200, bob.api().get("/api/group-messages/?group=" + group.get("id")))
                        .body()
                        .at("/items/0"),
                expect(200, bob.api().get("/api/groups/" + group.get("id") + "/"))
                        .body()
                        .path("last_message"),
                expect(200, bob.api().get("/api/conversations/")).body().at("/items/0/last_message"))) {
            assertThat(url(shown)).isEqualTo(url(sent));
            assertThat(shown.path("content").asText()).isEqualTo("Look");
        }
    }

    @Test
    void an_upload_is_said_by_its_id_and_stays_when_it_is_sent_on() {
        String id =
                expect(201, upload(alice, "a.txt", "text/plain", utf8("hello"))).get("id");
        Map<String, Object> body = Map.of("group", group.get("id"), "media", List.of(id));
        Api.Answer first = expect(201, alice.api().post("/api/group-messages/", body));
        Api.Answer second = expect(201, bob.api().post("/api/group-messages/", body));
        expect(204, alice.api().delete("/api/group-messages/" + first.get("id") + "/"));

        assertThat(seen(bob, first.get("id")).path("attachments")).isEmpty();
        assertThat(read(url(second.body())).statusCode()).isEqualTo(200);
        expect(204, alice.api().delete("/api/group-messages/" + second.get("id") + "/"));
        gone(url(second.body()));
    }

    @Test
    void what_a_client_uploads_and_says_in_the_room_shows_at_the_rest_door() throws Exception {
        byte[] picture = picture(30, 20);
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            MultiUserChat muc = join(a);
            join(b);
            Slot slot = slot(a, "from client.png", picture.length, "image/png");
            assertThat(put(slot.getPutUrl().toString(), picture)).isEqualTo(201);
            String url = slot.getGetUrl().toString();
            muc.sendMessage(a.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .setBody(url)
                    .addExtension(oob(url)));
            Message got = b.awaitText(url);
            String id = StanzaIdElement.getStanzaId(got).getId();

            JsonNode seen = seen(bob, id);
            assertThat(seen.path("content").isNull()).isTrue();
            assertThat(seen.at("/attachments/0/name").asText()).isEqualTo("from client.png");

            muc.sendMessage(a.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .setBody("words for it")
                    .addExtension(oob(url))
                    .addExtension(new MessageCorrectExtension(got.getStanzaId())));
            b.awaitText("words for it");
            assertThat(seen(bob, id).path("content").asText()).isEqualTo("words for it");
            assertThat(seen(bob, id).path("attachments")).hasSize(1);
        }
    }

    private int put(String url, byte[] content) throws Exception {
        return hearth.api()
                .client()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "image/png")
                                .PUT(BodyPublishers.ofByteArray(content))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void an_answer_to_a_picture_quotes_its_name() {
        try (Xmpp b = bob.connect()) {
            join(b);
            JsonNode sent = sendPicture(alice, Map.of(), picture(20, 10));
            expect(
                    201,
                    alice.api()
                            .post(
                                    "/api/group-messages/",
                                    Map.of(
                                            "group",
                                            group.get("id"),
                                            "content",
                                            "nice",
                                            "reply_to",
                                            sent.path("id").asText())));
            b.awaitText("> sunset.png\nnice");
        }
    }

    @Test
    void bad_input_is_refused_and_leaves_nothing() {
        byte[] page = utf8("<html><script>alert(1)</script></html>");
        Map<String, String> fields = Map.of("group", group.get("id"));
        Api.Answer lie = post(alice, "/api/group-messages/", form(fields, "image", "a.png", "image/png", page));
        assertThat(lie.status()).isEqualTo(422);
        assertThat(lie.body().at("/errors/0/field").asText()).isEqualTo("image");

        Api.Answer nowhere = post(
                alice,
                "/api/group-messages/",
                form(Map.of("group", "nobody"), "image", "a.png", "image/png", picture(9, 9)));
        assertThat(nowhere.status()).isEqualTo(422);
        Api.Answer nothing = alice.api().post("/api/group-messages/", Map.of("group", group.get("id")));
        assertThat(nothing.status()).isEqualTo(422);
        Api.Answer unknown = alice.api()
                .post("/api/group-messages/", Map.of("group", group.get("id"), "media", List.of("0".repeat(32))));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(expect(200, bob.api().get("/api/group-messages/?group=" + group.get("id")))
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void a_group_that_ends_takes_its_files_along() {
        String url = url(sendPicture(alice, Map.of(), picture(20, 10)));
        assertThat(read(url).statusCode()).isEqualTo(200);
        expect(204, alice.api().delete("/api/groups/" + group.get("id") + "/"));
        gone(url);
    }

    @Test
    void files_survive_a_restart() {
        try (Hearth own = Hearth.start(UnaryOperator.identity())) {
            Person carol = own.register("carol");
            Api.Answer club = expect(201, carol.api().post("/api/groups/", Map.of("name", "Alone")));
            byte[] picture = picture(20, 10);
            String id = expect(
                            201,
                            post(
                                    carol,
                                    "/api/group-messages/",
                                    form(Map.of("group", club.get("id")), "image", "a.png", "image/png", picture)))
                    .get("id");
            own.engine().restart();
            assertThat(read(url(seen(carol, id))).body()).isEqualTo(picture);
        }
    }
}
