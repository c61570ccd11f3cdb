package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static im.hearth.it.Uploads.form;
import static im.hearth.it.Uploads.picture;
import static im.hearth.it.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The picture of a group: a file at the REST door, the avatar of the room (XEP-0486) to clients. */
final class GroupPicturesIT {
    private static final Pattern BINVAL = Pattern.compile("<BINVAL>([^<]*)</BINVAL>");

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");
    private final Api.Answer group =
            expect(201, alice.api().post("/api/groups/", Map.of("name", "Garden", "members", List.of(bob.username()))));
    private final String path = "/api/groups/" + group.get("id") + "/";

    private Api.Answer bring(Person person, String part, String type, byte[] content) {
        return bring(person, path, part, type, content);
    }

    private static Api.Answer bring(Person person, String path, String part, String type, byte[] content) {
        return person.api()
                .send(person.api()
                        .request(path)
                        .header("Content-Type", "multipart/form-data; boundary=B")
                        .method("PATCH", BodyPublishers.ofByteArray(form(Map.of(), part, "cat.png", type, content))));
    }

    private static HttpResponse<byte[]> read(Api api, String url) {
        try {
            return api.client().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String card(Xmpp client) {
        return Raw.ask(client, "get", group.get("jid"), "<vCard xmlns='vcard-temp'/>");
    }

    private String described(Xmpp client) {
        return Raw.ask(client, "get", group.get("jid"), "<query xmlns='http://jabber.org/protocol/disco#info'/>");
    }

    private static byte[] avatar(String card) {
        Matcher found = BINVAL.matcher(card);
        assertThat(found.find()).as(card).isTrue();
        return Base64.getMimeDecoder().decode(found.group(1));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Queue<String> presences(Xmpp client) {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        client.connection()
                .addAsyncStanzaListener(stanza -> seen.add(stanza.toXML().toString()), StanzaTypeFilter.PRESENCE);
        return seen;
    }

    private void join(Xmpp client) {
        try {
            MultiUserChatManager.getInstanceFor(client.connection())
                    .getMultiUserChat(JidCreate.entityBareFromOrThrowUnchecked(group.get("jid")))
                    .join(Resourcepart.from(client.person().username()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitOne(Queue<String> seen, String part) {
        await().atMost(Hearth.PATIENCE).until(() -> seen.stream().anyMatch(presence -> presence.contains(part)));
    }

    @Test
    void a_picture_brought_by_rest_is_small_and_the_avatar_of_the_room() throws Exception {
        try (Xmpp b = bob.connect()) {
            Queue<String> seen = presences(b);
            join(b);
            Api.Answer changed = expect(200, bring(alice, "picture", "image/png", picture(1200, 900)));

            HttpResponse<byte[]> shown = read(bob.api(), changed.get("picture_url"));
            assertThat(shown.statusCode()).isEqualTo(200);
            var image = ImageIO.read(new ByteArrayInputStream(shown.body()));
            assertThat(image.getWidth()).isEqualTo(image.getHeight()).isLessThan(600);
            assertThat(avatar(card(b))).isEqualTo(shown.body());
            assertThat(described(b)).contains("muc#roominfo_avatarhash", hash(shown.body()));
            awaitOne(seen, hash(shown.body()));
            assertThat(expect(200, bob.api().get(path)).get("picture_url")).isEqualTo(changed.get("picture_url"));
        }
    }

    @Test
    void who_joins_later_learns_of_the_avatar() {
        Api.Answer changed = expect(200, bring(alice, "picture", "image/png", picture(90, 90)));
        String hash = hash(read(bob.api(), changed.get("picture_url")).body());
        try (Xmpp b = bob.connect()) {
            Queue<String> seen = presences(b);
            join(b);
            awaitOne(seen, hash);
        }
    }

    @Test
    void an_avatar_set_by_a_client_is_the_picture_at_rest() {
        String set = "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>"
                + Base64.getEncoder().encodeToString(picture(120, 120)) + "</BINVAL></PHOTO></vCard>";
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            assertThat(Raw.ask(b, "set", group.get("jid"), set)).contains("forbidden");
            assertThat(Raw.ask(a, "set", group.get("jid"), set)).contains("type='result'");
            String url = expect(200, bob.api().get(path)).get("picture_url");
            assertThat(read(bob.api(), url).body()).isEqualTo(avatar(card(b)));

            assertThat(Raw.ask(a, "set", group.get("jid"), "<vCard xmlns='vcard-temp'/>"))
                    .contains("type='result'");
            assertThat(expect(200, bob.api().get(path))
                            .body()
                            .path("picture_url")
                            .isNull())
                    .isTrue();
            assertThat(described(b)).doesNotContain("avatarhash");
            await().atMost(Hearth.PATIENCE).until(() -> read(bob.api(), url).statusCode() == 404);
        }
    }

    @Test
    void an_address_in_json_works_as_ever_and_takes_the_place_of_a_picture() {
        String url = expect(200, bring(alice, "picture", "image/png", picture(50, 50)))
                .get("picture_url");
        Api.Answer changed = expect(200, alice.api().patch(path, Map.of("picture", "https://example.org/cat.png")));
        assertThat(changed.get("picture_url")).isEqualTo("https://example.org/cat.png");
        await().atMost(Hearth.PATIENCE).until(() -> read(bob.api(), url).statusCode() == 404);
        assertThat(expect(200, alice.api().patch(path, Map.of("picture", "")))
                        .body()
                        .path("picture_url")
                        .isNull())
                .isTrue();
    }

    @Test
    void bad_pictures_and_members_who_may_not_are_refused() {
        assertThat(bring(bob, "picture", "image/png", picture(9, 9)).status()).isEqualTo(403);
        assertThat(bring(hearth.register("carol"), "picture", "image/png", picture(9, 9))
                        .status())
                .isEqualTo(404);
        Api.Answer page = bring(alice, "picture", "image/png", utf8("<html><script>alert(1)</script></html>"));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body().at("/errors/0/field").asText()).isEqualTo("picture");
        assertThat(bring(alice, "photo", "image/png", picture(9, 9)).status()).isEqualTo(422);
        try (Xmpp a = alice.connect()) {
            String set = "<vCard xmlns='vcard-temp'><PHOTO><BINVAL>PGh0bWw+</BINVAL></PHOTO></vCard>";
            assertThat(Raw.ask(a, "set", group.get("jid"), set)).contains("bad-request");
            assertThat(Raw.ask(a, "set", group.get("jid"), set.replace("PGh0bWw+", "P")))
                    .contains("bad-request");
        }
        assertThat(expect(200, alice.api().get(path)).body().path("picture_url").isNull())
                .isTrue();
    }

    @Test
    void a_picture_survives_a_restart() {
        try (Hearth own = Hearth.start(UnaryOperator.identity())) {
            Person carol = own.register("carol");
            Api.Answer club = expect(201, carol.api().post("/api/groups/", Map.of("name", "Alone")));
            String at = "/api/groups/" + club.get("id") + "/";
            byte[] before = read(
                            carol.api(),
                            expect(200, bring(carol, at, "picture", "image/png", picture(80, 80)))
                                    .get("picture_url"))
                    .body();
            own.engine().restart();
            assertThat(read(carol.api(), expect(200, carol.api().get(at)).get("picture_url"))
                            .body())
                    .isEqualTo(before);
            try (Xmpp c = carol.connect()) {
                assertThat(avatar(Raw.ask(c, "get", club.get("jid"), "<vCard xmlns='vcard-temp'/>")))
                        .isEqualTo(before);
            }
        }
    }
}
