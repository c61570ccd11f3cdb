package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people set, and say of themselves: settings, profiles, statuses, the log of their accounts; both doors. */
final class PeopleSelfIT {
    private static final String SETTINGS = "/api/user-settings/";
    private static final String PROFILES = "/api/user-profiles/";
    private static final String STATUSES = "/api/user-statuses/";
    private static final String ACTIVITIES = "/api/user-activities/";
    private static final String NODE = "urn:hearth:settings:0";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private static void befriend(Person one, Person other) {
        String id = expect(201, one.api().post("/api/friendships/", Map.of("friend", other.username())))
                .get("id");
        assertThat(id).isNotEmpty();
        JsonNode asked = expect(200, other.api().get("/api/friendships/"))
                .body()
                .path("items")
                .path(0);
        expect(
                200,
                other.api().patch("/api/friendships/" + asked.path("id").asText() + "/", Map.of("status", "accepted")));
    }

    private static Api.Answer patch(Person person, String path, String json) {
        return person.api()
                .send(person.api()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private static JsonNode get(Person person, String path) {
        return expect(200, person.api().get(path)).body();
    }

    // Settings.

    private static String publish(String json) {
        return "<pubsub xmlns='" + PUBSUB + "'><publish node='" + NODE
                + "'><item><json xmlns='urn:xmpp:json:0'>" + json.replace("'", "&quot;")
                + "</json></item></publish></pubsub>";
    }

    private static final String ITEMS = "<pubsub xmlns='" + PUBSUB + "'><items node='" + NODE + "'/></pubsub>";

    @Test
    void settings_have_defaults_and_change_by_what_is_sent() {
        JsonNode before = get(alice, SETTINGS);
        assertThat(before.path("theme").asText()).isEqualTo("system");
        assertThat(before.path("language").isNull()).isTrue();
        assertThat(before.at("/notification_preferences/missed_call").asBoolean())
                .isTrue();
        assertThat(before.at("/privacy/last_seen").asText()).isEqualTo("friends");
        assertThat(before.at("/privacy/find_by_phone").asText()).isEqualTo("everyone");

        expect(200, patch(alice, SETTINGS, "{'theme':'dark','privacy':{'location':'nobody'}}"));
        JsonNode after = expect(
                        200, patch(alice, SETTINGS, "{'language':'de','notification_preferences':{'mention':false}}"))
                .body();

        assertThat(after.path("theme").asText()).isEqualTo("dark");
        assertThat(after.path("language").asText()).isEqualTo("de");
        assertThat(after.at("/privacy/location").asText()).isEqualTo("nobody");
        assertThat(after.at("/privacy/last_seen").asText()).isEqualTo("friends");
        assertThat(after.at("/notification_preferences/mention").asBoolean(true))
                .isFalse();
        assertThat(after.at("/notification_preferences/message").asBoolean()).isTrue();
        assertThat(get(alice, SETTINGS)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'colour':'red'}|422|colour",
                "{'privacy':{'last_seen':'some'}}|422|privacy.last_seen",
                "{'notification_preferences':{'bells':true}}|422|notification_preferences.bells",
                "{'language':'not a tag'}|422|language",
                "[]|400|",
                "null|400|",
                "{|400|"
            })
    void wrong_settings_are_named_by_their_path(String json, int status, @Nullable String path) {
        Api.Answer answer = expect(status, patch(alice, SETTINGS, json));
        if (path != null) {
            assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo(path);
        }
    }

    @Test
    void settings_changed_by_rest_reach_the_persons_devices() {
        try (Xmpp phone = alice.connect();
                Events stream = Events.sse(alice, null)) {
            expect(200, patch(alice, SETTINGS, "{'theme':'light'}"));

            phone.await(message -> {
                String xml = message.toXML().toString();
                return xml.contains(NODE) && xml.contains("light");
            });
            Events.Event event = stream.await(e -> e.type().equals("settings.changed"));
            assertThat(event.text("theme")).isEqualTo("light");
        }
    }

    @Test
    void settings_published_by_a_client_change_and_are_checked() {
        try (Xmpp phone = alice.connect();
                Xmpp ofBob = bob.connect()) {
            assertThat(Raw.ask(phone, "set", null, publish("{'theme':'dark'}"))).contains("type='result'");
            assertThat(get(alice, SETTINGS).path("theme").asText()).isEqualTo("dark");
            assertThat(Raw.ask(phone, "get", null, ITEMS)).contains("dark", "urn:xmpp:json:0");
            assertThat(Raw.ask(phone, "get", alice.jid(), ITEMS)).contains("dark");

            assertThat(Raw.ask(phone, "set", null, publish("{'theme':'pink'}"))).contains("bad-request", "theme");
            assertThat(Raw.ask(phone, "set", null, publish("{"))).contains("bad-request");
            assertThat(Raw.ask(ofBob, "get", alice.jid(), ITEMS)).contains("item-not-found");
            assertThat(Raw.ask(ofBob, "set", alice.jid(), publish("{'theme':'light'}")))
                    .contains("item-not-found");
            assertThat(get(alice, SETTINGS).path("theme").asText()).isEqualTo("dark");
        }
    }

    private JsonNode byNumber() {
        return get(bob, "/api/users/?phone_number=" + alice.phoneNumber().replace("+", "%2B"))
                .path("items");
    }

    @Test
    void a_number_is_found_as_the_settings_say() {
        assertThat(byNumber()).hasSize(1);

        expect(200, patch(alice, SETTINGS, "{'privacy':{'find_by_phone':'friends'}}"));
        assertThat(byNumber()).isEmpty();

        befriend(alice, bob);
        assertThat(byNumber()).hasSize(1);

        expect(200, patch(alice, SETTINGS, "{'privacy':{'find_by_phone':'nobody'}}"));
        assertThat(byNumber()).isEmpty();
    }

    // Profiles.

    private static byte[] picture(int width, int height, Color colour, String format) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(colour);
        canvas.fillRect(0, 0, width, height);
        canvas.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Api.Answer upload(Person person, String type, byte[] content) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--B\r\nContent-Disposition: form-data; name=\"profile_picture\"; filename=\"me\"\r\n"
                        + "Content-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n--B--\r\n".getBytes(StandardCharsets.UTF_8));
        return person.api()
                .send(person.api()
                        .request(PROFILES + "me/")
                        .header("Content-Type", "multipart/form-data; boundary=B")
                        .method("PATCH", BodyPublishers.ofByteArray(form.toByteArray())));
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

    private static String url(Person viewer, Person of) {
        return get(viewer, PROFILES + of.username() + "/")
                .path("profile_picture_url")
                .asText("");
    }

    private static String card(Xmpp client, @Nullable Person of) {
        return Raw.ask(client, "get", of == null ? null : of.jid(), "<vCard xmlns='vcard-temp'/>");
    }

    private static String hash(byte[] picture) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(picture));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String node, String id, String payload) {
        return "<pubsub xmlns='" + PUBSUB + "'><publish node='" + node + "'><item id='" + id + "'>" + payload
                + "</item></publish></pubsub>";
    }

    private static String data(byte[] picture) {
        return text(
                "urn:xmpp:avatar:data",
                hash(picture),
                "<data xmlns='urn:xmpp:avatar:data'>" + Base64.getEncoder().encodeToString(picture) + "</data>");
    }

    private static String metadata(byte[] picture) {
        return text(
                "urn:xmpp:avatar:metadata",
                hash(picture),
                "<metadata xmlns='urn:xmpp:avatar:metadata'><info id='" + hash(picture) + "' type='image/png' bytes='"
                        + picture.length + "'/></metadata>");
    }

    private static String items(String node) {
        return "<pubsub xmlns='" + PUBSUB + "'><items node='" + node + "'/></pubsub>";
    }

    @Test
    void a_profile_of_rest_is_a_vcard_to_xmpp_clients() throws IOException {
        befriend(alice, bob);
        try (Events ofBob = Events.sse(bob, null);
                Xmpp b = bob.connect()) {
            Api.Answer changed =
                    expect(200, patch(alice, PROFILES + "me/", "{'name':'Alice A.','bio':'Likes <chess> & tea'}"));
            assertThat(changed.get("name")).isEqualTo("Alice A.");
            Api.Answer pictured = expect(200, upload(alice, "image/png", picture(900, 500, Color.RED, "png")));

            ofBob.await(e -> e.type().equals("profile.changed")
                    && !e.text("profile_picture_url").equals("null"));
            JsonNode seen = get(bob, PROFILES + alice.username() + "/");
            assertThat(seen.path("bio").asText()).isEqualTo("Likes <chess> & tea");
            assertThat(seen.path("profile_picture_url").asText()).isEqualTo(pictured.get("profile_picture_url"));
            HttpResponse<byte[]> read = read(pictured.get("profile_picture_url"));
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.headers().firstValue("Content-Type")).contains("image/jpeg");
            BufferedImage square = ImageIO.read(new ByteArrayInputStream(read.body()));
            assertThat(square.getWidth()).isEqualTo(400).isEqualTo(square.getHeight());

            assertThat(card(b, alice))
                    .contains("Alice A.", "Likes", Base64.getEncoder().encodeToString(read.body()));
            String hash = hash(read.body());
            await().atMost(Hearth.PATIENCE)
                    .until(() -> Raw.ask(b, "get", alice.jid(), items("urn:xmpp:avatar:metadata"))
                            .contains(hash));
            assertThat(Raw.ask(b, "get", alice.jid(), items("urn:xmpp:avatar:data")))
                    .contains(hash);
        }
    }

    @Test
    void a_vcard_of_a_client_is_the_profile_of_rest() {
        byte[] photo = picture(96, 96, Color.BLUE, "png");
        try (Xmpp a = alice.connect()) {
            assertThat(Raw.ask(
                            a,
                            "set",
                            null,
                            "<vCard xmlns='vcard-temp'><FN>Alicia</FN><DESC>From a client</DESC><PHOTO><TYPE>image/png</TYPE>"
                                    + "<BINVAL>" + Base64.getEncoder().encodeToString(photo)
                                    + "</BINVAL></PHOTO></vCard>"))
                    .contains("type='result'");

            JsonNode profile = get(alice, PROFILES + "me/");
            assertThat(profile.path("name").asText()).isEqualTo("Alicia");
            assertThat(profile.path("bio").asText()).isEqualTo("From a client");
            assertThat(read(profile.path("profile_picture_url").asText()).body())
                    .isEqualTo(photo);
            assertThat(get(alice, "/api/users/me/").path("name").asText()).isEqualTo("Alicia");
            await().atMost(Hearth.PATIENCE).until(() -> Raw.ask(a, "get", null, items("urn:xmpp:avatar:metadata"))
                    .contains(hash(photo)));
        }
    }

    @Test
    void an_avatar_of_a_client_is_the_picture_of_rest_and_the_photo_of_the_vcard() {
        byte[] avatar = picture(64, 64, Color.GREEN, "png");
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            assertThat(Raw.ask(a, "set", null, metadata(avatar))).contains("not-acceptable");
            assertThat(Raw.ask(a, "set", null, data(avatar))).contains("type='result'");
            assertThat(Raw.ask(a, "set", null, metadata(avatar))).contains("type='result'");

            assertThat(read(url(bob, alice)).body()).isEqualTo(avatar);
            assertThat(card(b, alice)).contains(Base64.getEncoder().encodeToString(avatar));

            assertThat(Raw.ask(
                            a,
                            "set",
                            null,
                            text("urn:xmpp:avatar:metadata", "x", "<metadata xmlns='urn:xmpp:avatar:metadata'/>")))
                    .contains("type='result'");
            assertThat(url(bob, alice)).isEmpty();
            assertThat(card(b, alice)).doesNotContain("BINVAL");
        }
    }

    @Test
    void bad_profiles_are_refused_at_both_doors() {
        expect(422, patch(alice, PROFILES + "me/", "{'bio':'" + "x".repeat(501) + "'}"));
        expect(422, patch(alice, PROFILES + "me/", "{'shoe_size':44}"));
        expect(422, patch(alice, PROFILES + "me/", "{'profile_picture':'http://example.org/a.png'}"));
        expect(422, patch(alice, PROFILES + "me/", "{}"));
        expect(403, patch(alice, PROFILES + bob.username() + "/", "{'bio':'x'}"));
        expect(404, alice.api().get(PROFILES + "nobody-at-all/"));
        byte[] html = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);
        byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
        assertThat(expect(422, upload(alice, "image/png", html))
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("profile_picture");
        expect(422, upload(alice, "image/svg+xml", svg));
        expect(422, upload(alice, "image/png", picture(10_000, 10_000, Color.RED, "png")));
        expect(413, upload(alice, "image/png", new byte[10 * 1024 * 1024 + 1]));
        assertThat(url(alice, alice)).isEmpty();

        try (Xmpp a = alice.connect()) {
            assertThat(Raw.ask(
                            a, "set", null, "<vCard xmlns='vcard-temp'><DESC>" + "x".repeat(501) + "</DESC></vCard>"))
                    .contains("bad-request");
            assertThat(Raw.ask(
                            a,
                            "set",
                            null,
                            "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>"
                                    + Base64.getEncoder().encodeToString(html) + "</BINVAL></PHOTO></vCard>"))
                    .contains("bad-request");
            assertThat(Raw.ask(a, "set", null, data(html))).contains("bad-request");
            assertThat(url(alice, alice)).isEmpty();
        }
    }

    @Test
    void a_picture_is_shown_to_whom_the_settings_say() {
        Person carol = hearth.register("carol");
        befriend(alice, bob);
        expect(200, upload(alice, "image/png", picture(300, 300, Color.RED, "png")));
        String old = url(carol, alice);
        assertThat(old).isNotEmpty();

        expect(200, patch(alice, SETTINGS, "{'privacy':{'profile_picture':'friends'}}"));

        assertThat(url(carol, alice)).isEmpty();
        assertThat(url(bob, alice)).isNotEmpty().isNotEqualTo(old);
        assertThat(read(old).statusCode()).isEqualTo(404);
        try (Xmpp b = bob.connect();
                Xmpp c = carol.connect()) {
            assertThat(card(b, alice)).contains("BINVAL");
            assertThat(card(c, alice)).doesNotContain("BINVAL").contains("vcard-temp");
            assertThat(Raw.ask(c, "get", alice.jid(), items("urn:xmpp:avatar:data")))
                    .contains("type='error'");

            expect(200, patch(alice, SETTINGS, "{'privacy':{'profile_picture':'nobody'}}"));
            assertThat(url(bob, alice)).isEmpty();
            assertThat(card(b, alice)).doesNotContain("BINVAL");
            await().atMost(Hearth.PATIENCE).until(() -> Raw.ask(b, "get", alice.jid(), items("urn:xmpp:avatar:data"))
                    .contains("type='error'"));
            assertThat(url(alice, alice)).isNotEmpty();
        }
    }

    @Test
    void profiles_are_listed_and_asked_for_by_name() {
        Person carol = hearth.register("carol");
        befriend(alice, bob);

        assertThat(users(get(alice, PROFILES))).containsExactly(alice.username(), bob.username());
        assertThat(users(get(alice, PROFILES + "?user=" + carol.username() + "&user=me&user=nobody-at-all")))
                .containsExactly(carol.username(), alice.username());
        JsonNode first = get(alice, PROFILES + "?limit=1");
        assertThat(users(first)).containsExactly(alice.username());
        assertThat(users(get(
                        alice,
                        PROFILES + "?limit=1&cursor=" + first.path("next").asText())))
                .containsExactly(bob.username());
    }

    private static List<String> users(JsonNode page) {
        List<String> users = new ArrayList<>();
        page.path("items").forEach(item -> users.add(item.path("user").asText()));
        return users;
    }

    // Statuses.

    private static Presence awaitPresence(BlockingQueue<Presence> queue, Person from, Predicate<Presence> wanted) {
        List<String> others = new ArrayList<>();
        long end = System.nanoTime() + Hearth.PATIENCE.toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                Presence presence = queue.poll(left, TimeUnit.NANOSECONDS);
                if (presence != null
                        && presence.getFrom().asBareJid().toString().equals(from.jid())
                        && wanted.test(presence)) {
                    return presence;
                }
                if (presence != null) {
                    others.add(presence.toXML().toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("never came; but: " + others);
    }

    private static BlockingQueue<Presence> presences(Xmpp client) {
        BlockingQueue<Presence> queue = new LinkedBlockingQueue<>();
        client.connection().addSyncStanzaListener(stanza -> queue.add((Presence) stanza), StanzaTypeFilter.PRESENCE);
        return queue;
    }

    @Test
    void friends_see_each_others_statuses_and_strangers_none() {
        Person carol = hearth.register("carol");
        befriend(alice, bob);
        expect(404, carol.api().get(STATUSES + alice.username() + "/"));
        expect(404, bob.api().get(STATUSES + "nobody-at-all/"));
        assertThat(get(carol, STATUSES).path("items")).isEmpty();
        assertThat(get(bob, STATUSES + alice.username() + "/").path("is_online").asBoolean(true))
                .isFalse();

        try (Xmpp a = alice.connect();
                Events ofBob = Events.sse(bob, null)) {
            JsonNode online = get(bob, STATUSES).path("items").path(0);
            assertThat(online.path("user").asText()).isEqualTo(alice.username());
            assertThat(online.path("is_online").asBoolean()).isTrue();

            a.send(a.connection()
                    .getStanzaFactory()
                    .buildPresenceStanza()
                    .setMode(Presence.Mode.dnd)
                    .setStatus("In a meeting")
                    .build());
            ofBob.await(e ->
                    e.type().equals("presence.changed") && e.text("status_text").equals("In a meeting"));
            JsonNode busy = get(bob, STATUSES + alice.username() + "/");
            assertThat(busy.path("show").asText()).isEqualTo("dnd");
        }
        await().atMost(Hearth.PATIENCE).until(() -> !get(bob, STATUSES + alice.username() + "/")
                .path("last_online")
                .isNull());
    }

    @Test
    void a_status_said_by_rest_stands_in_presence() {
        befriend(alice, bob);
        try (Xmpp b = bob.connect()) {
            BlockingQueue<Presence> seen = presences(b);
            try (Xmpp a = alice.connect()) {
                expect(200, patch(alice, STATUSES + "me/", "{'show':'away','status_text':'Gone fishing'}"));
                Presence told = awaitPresence(seen, alice, presence -> "Gone fishing".equals(presence.getStatus()));
                assertThat(told.getMode()).isEqualTo(Presence.Mode.away);

                a.send(a.connection()
                        .getStanzaFactory()
                        .buildPresenceStanza()
                        .setStatus("My own words")
                        .build());
                awaitPresence(seen, alice, presence -> "My own words".equals(presence.getStatus()));
            }
            JsonNode kept = get(bob, STATUSES + alice.username() + "/");
            assertThat(kept.path("status_text").asText()).isEqualTo("Gone fishing");
            try (Xmpp again = alice.connect()) {
                awaitPresence(seen, alice, presence -> "Gone fishing".equals(presence.getStatus()));
                expect(200, patch(alice, STATUSES + "me/", "{'show':null,'status_text':null}"));
                awaitPresence(seen, alice, presence -> presence.isAvailable() && presence.getStatus() == null);
                assertThat(again.connection().isAuthenticated()).isTrue();
            }
        }
    }

    @Test
    void an_open_stream_is_being_online() {
        befriend(alice, bob);
        try (Events ofBob = Events.sse(bob, null)) {
            Events ofAlice = Events.webSocket(alice, null);
            Events.Event came = ofBob.await(e -> e.type().equals("presence.changed"));
            assertThat(came.text("is_online")).isEqualTo("true");
            ofAlice.close();
            Events.Event went = ofBob.await(e ->
                    e.type().equals("presence.changed") && e.text("is_online").equals("false"));
            assertThat(went.text("last_online")).isNotEqualTo("null");
        }
    }

    @Test
    void when_somebody_was_last_seen_is_hidden_at_both_doors() {
        befriend(alice, bob);
        String last = "<query xmlns='jabber:iq:last'/>";
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            assertThat(Raw.ask(b, "get", alice.jid(), last)).contains("type='result'", "seconds");

            expect(200, patch(alice, SETTINGS, "{'privacy':{'last_seen':'nobody'}}"));

            JsonNode hidden = get(bob, STATUSES + alice.username() + "/");
            assertThat(hidden.path("is_online").isNull()).isTrue();
            assertThat(hidden.path("last_online").isNull()).isTrue();
            assertThat(hidden.path("show").isNull()).isTrue();
            assertThat(Raw.ask(b, "get", alice.jid(), last)).contains("forbidden");
            // To see presence is what a subscription is: it goes to the XMPP clients of friends as ever.
            BlockingQueue<Presence> seen = presences(b);
            a.send(a.connection()
                    .getStanzaFactory()
                    .buildPresenceStanza()
                    .setMode(Presence.Mode.away)
                    .build());
            awaitPresence(seen, alice, there -> there.getMode() == Presence.Mode.away);
            assertThat(get(bob, STATUSES + alice.username() + "/")
                            .path("is_online")
                            .isNull())
                    .isTrue();

            expect(200, patch(alice, SETTINGS, "{'privacy':{'last_seen':'friends'}}"));
            assertThat(get(bob, STATUSES + alice.username() + "/")
                            .path("is_online")
                            .asBoolean())
                    .isTrue();
            assertThat(Raw.ask(b, "get", alice.jid(), last)).contains("type='result'");
            expect(200, patch(alice, SETTINGS, "{'privacy':{'last_seen':'nobody'}}"));
            assertThat(get(alice, STATUSES + "me/").path("is_online").asBoolean())
                    .isTrue();
            assertThat(a.connection().isAuthenticated()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{'show':'busy'}|show", "{'mood':'happy'}|mood", "{}|status_text", "{'show':1}|show"})
    void a_wrong_status_is_named(String json, String path) {
        assertThat(expect(422, patch(alice, STATUSES + "me/", json))
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo(path);
    }

    @Test
    void a_status_is_ones_own_and_not_too_long() {
        expect(403, patch(alice, STATUSES + bob.username() + "/", "{'status_text':'x'}"));
        expect(422, patch(alice, STATUSES + "me/", "{'status_text':'" + "x".repeat(501) + "'}"));
    }

    // Activities.

    private static List<String> kinds(Person person) {
        List<String> kinds = new ArrayList<>();
        get(person, ACTIVITIES)
                .path("items")
                .forEach(item -> kinds.add(item.path("kind").asText()));
        return kinds;
    }

    @Test
    void what_happens_to_an_account_is_in_its_log() {
        assertThat(kinds(alice)).containsExactly("login");
        try (Xmpp a = alice.connectWithPassword()) {
            await().atMost(Hearth.PATIENCE).until(() -> kinds(alice).contains("xmpp_login"));
            assertThat(a.connection().isAuthenticated()).isTrue();
        }
        try (Xmpp again = Xmpp.withPassword(alice, Person.PASSWORD)) {
            assertThat(again.connection().isAuthenticated()).isTrue();
        }
        expect(
                200,
                hearth.api()
                        .send(hearth.api()
                                .request("/api/token/")
                                .header("Content-Type", "application/json")
                                .header("User-Agent", "AnotherPhone/1.0")
                                .POST(BodyPublishers.ofString(
                                        Api.json(Map.of("username", alice.username(), "password", Person.PASSWORD))))));
        assertThat(kinds(alice)).containsExactly("new_device", "xmpp_login", "password_changed", "login");

        JsonNode newest = get(alice, ACTIVITIES + "?limit=1");
        assertThat(newest.at("/items/0/device").asText()).isEqualTo("AnotherPhone/1.0");
        assertThat(newest.at("/items/0/ip").asText()).isEqualTo("127.0.0.1");
        assertThat(get(
                                alice,
                                ACTIVITIES + "?limit=1&cursor="
                                        + newest.path("next").asText())
                        .at("/items/0/kind")
                        .asText())
                .isEqualTo("xmpp_login");
        expect(
                204,
                alice.api()
                        .delete("/api/sessions/"
                                + newest.at("/items/0/session_id").asText() + "/"));
        assertThat(kinds(alice)).startsWith("logout", "new_device");
        assertThat(kinds(bob)).containsExactly("login");
        expect(422, alice.api().get(ACTIVITIES + "?cursor=MTp4"));
    }

    // All of it.

    @Test
    void everything_survives_a_restart() {
        try (Hearth own = Hearth.start(builder -> builder)) {
            Person anna = own.register("anna");
            expect(200, patch(anna, SETTINGS, "{'theme':'dark'}"));
            expect(200, patch(anna, PROFILES + "me/", "{'bio':'Here to stay'}"));
            expect(200, upload(anna, "image/png", picture(300, 300, Color.RED, "png")));
            expect(200, patch(anna, STATUSES + "me/", "{'status_text':'Back soon'}"));
            String path = URI.create(url(anna, anna)).getPath();
            String hash = hash(read(own.engine().webUrl() + path).body());
            List<String> kinds = kinds(anna);

            own.engine().restart();

            assertThat(get(anna, SETTINGS).path("theme").asText()).isEqualTo("dark");
            assertThat(get(anna, PROFILES + "me/").path("bio").asText()).isEqualTo("Here to stay");
            assertThat(hash(read(own.engine().webUrl() + path).body())).isEqualTo(hash);
            assertThat(get(anna, STATUSES + "me/").path("status_text").asText()).isEqualTo("Back soon");
            assertThat(kinds(anna)).isEqualTo(kinds);
            try (Xmpp a = anna.connect()) {
                assertThat(card(a, null)).contains("Here to stay", "BINVAL");
                assertThat(Raw.ask(a, "get", null, items("urn:xmpp:avatar:metadata")))
                        .contains(hash);
            }
        }
    }
}
