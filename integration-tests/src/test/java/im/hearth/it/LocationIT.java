package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.caps.EntityCapsManager;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.geoloc.GeoLocationManager;
import org.jivesoftware.smackx.geoloc.packet.GeoLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxmpp.jid.impl.JidCreate;

/** The rows of locations of the contracts: what is done at one door shows at the other, and to nobody else. */
final class LocationIT {
    private static final String ME = "/api/user-locations/me/";
    private static final String GEOLOC = "http://jabber.org/protocol/geoloc";
    private static final String LATITUDE = "48.20817412";
    private static final String LONGITUDE = "16.37381934";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");
    private final Person carol = hearth.register("carol");

    private static void befriend(Person one, Person other) {
        Api.Answer asked = expect(201, one.api().post("/api/friendships/", Map.of("friend", other.username())));
        expect(200, other.api().patch("/api/friendships/" + asked.get("id") + "/", Map.of("status", "accepted")));
    }

    private static Map<String, Object> vienna(int minutes, String... names) {
        return Map.of(
                "latitude", Double.valueOf(LATITUDE),
                "longitude", Double.valueOf(LONGITUDE),
                "accuracy", 12,
                "minutes", minutes,
                "shared_with", List.of(names));
    }

    private static String of(Person person) {
        return "/api/user-locations/" + person.username() + "/";
    }

    /** A client that asks for the places of others (XEP-0163, section 4.3), as one with a map does. */
    private static Xmpp mapClient(Person person) throws Exception {
        Xmpp client = Xmpp.silent(person);
        EntityCapsManager capabilities = EntityCapsManager.getInstanceFor(client.connection());
        var before = capabilities.getCapsVersionAndHash();
        ServiceDiscoveryManager.getInstanceFor(client.connection()).addFeature(GEOLOC + "+notify");
        // Smack counts a new feature in a little later.
        await().atMost(Hearth.PATIENCE).until(() -> !Objects.equals(before, capabilities.getCapsVersionAndHash()));
        client.connection()
                .sendStanza(client.connection()
                        .getStanzaFactory()
                        .buildPresenceStanza()
                        .build());
        Raw.ask(client, "get", person.hearth().domain(), "<ping xmlns='urn:xmpp:ping'/>");
        return client;
    }

    private static String xml(Message message) {
        return message.toXML().toString();
    }

    private static boolean isPlace(Message message, Person of, String latitude) {
        return message.getType() == Message.Type.headline
                && message.getFrom().equals(Xmpp.bare(of))
                && xml(message).contains(GEOLOC)
                && xml(message).contains("<lat>" + latitude + "</lat>");
    }

    private static boolean isEnd(Message message, Person of) {
        return message.getType() == Message.Type.headline
                && message.getFrom().equals(Xmpp.bare(of))
                && xml(message).contains(GEOLOC)
                && !xml(message).contains("<lat>");
    }

    /** What comes first: anything of a place, or the message. */
    private static Message firstOf(Xmpp client, String text) {
        return client.await(message -> xml(message).contains(GEOLOC) || text.equals(message.getBody()));
    }

    private static String items(Xmpp client, Person of) {
        return Raw.ask(
                client,
                "get",
                of.jid(),
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='" + GEOLOC + "'/></pubsub>");
    }

    private static String publish(Xmpp client, String geoloc) {
        return Raw.ask(
                client,
                "set",
                null,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + GEOLOC + "'><item>" + geoloc
                        + "</item></publish></pubsub>");
    }

    private static String geoloc(String latitude, String longitude) {
        return "<geoloc xmlns='" + GEOLOC + "'><lat>" + latitude + "</lat><lon>" + longitude + "</lon></geoloc>";
    }

    @Test
    void a_place_shared_by_rest_comes_to_the_clients_and_streams_of_a_friend_and_to_nobody_else() throws Exception {
        befriend(alice, bob);
        befriend(alice, carol);
        try (Xmpp b = mapClient(bob);
                Xmpp c = mapClient(carol);
                Events stream = Events.sse(bob, null);
                Events other = Events.sse(carol, null)) {
            Api.Answer put = expect(200, alice.api().put(ME, vienna(30, bob.username())));

            assertThat(put.body().path("shared_with").get(0).asText()).isEqualTo(bob.username());
            b.await(message -> isPlace(message, alice, LATITUDE));
            Events.Event event = stream.await(e -> e.type().equals("location.changed"));
            assertThat(event.text("user")).isEqualTo(alice.username());
            assertThat(event.text("latitude")).isEqualTo(LATITUDE);
            JsonNode seen = expect(200, bob.api().get(of(alice))).body();
            assertThat(seen.path("longitude").asText()).isEqualTo(LONGITUDE);
            assertThat(seen.path("precision").asText()).isEqualTo("exact");
            assertThat(expect(200, bob.api().get("/api/user-locations/"))
                            .body()
                            .at("/items/0/user")
                            .asText())
                    .isEqualTo(alice.username());
            assertThat(items(b, alice)).contains("type='result'", LATITUDE);

            assertThat(carol.api().get(of(alice)).status()).isEqualTo(404);
            assertThat(expect(200, carol.api().get("/api/user-locations/"))
                            .body()
                            .path("items"))
                    .isEmpty();
            assertThat(items(c, alice)).contains("item-not-found").doesNotContain(LATITUDE);

            expect(204, alice.api().delete(ME));
            b.await(message -> isEnd(message, alice));
            stream.await(
                    e -> e.type().equals("location.ended") && e.text("user").equals(alice.username()));
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);

            // What is sent to a client comes in its order: with this, everything before would have come.
            alice.send(carol, "after all");
            assertThat(firstOf(c, "after all").getBody()).isEqualTo("after all");
            Events.Event first =
                    other.await(e -> e.type().startsWith("location.") || e.isMessage("message.created", "after all"));
            assertThat(first.type()).isEqualTo("message.created");
        }
    }

    @Test
    void what_a_client_publishes_goes_to_nobody_until_it_is_shared_and_then_to_those() throws Exception {
        befriend(alice, bob);
        befriend(alice, carol);
        try (Xmpp a = mapClient(alice);
                Xmpp b = mapClient(bob);
                Xmpp c = mapClient(carol)) {
            GeoLocationManager.getInstanceFor(a.connection())
                    .publishGeoLocation(GeoLocation.builder()
                            .setLat(Double.valueOf(LATITUDE))
                            .setLon(Double.valueOf(LONGITUDE))
                            .build());

            a.await(message -> isPlace(message, alice, LATITUDE));
            JsonNode own = expect(200, alice.api().get(ME)).body();
            assertThat(own.path("latitude").asText()).isEqualTo(LATITUDE);
            assertThat(own.path("shared_with")).isEmpty();
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);

            assertThat(Raw.ask(
                            a,
                            "set",
                            null,
                            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='" + GEOLOC
                                    + "'><affiliation jid='" + bob.jid()
                                    + "' affiliation='member'/></affiliations></pubsub>"))
                    .contains("type='result'");
            b.await(message -> isPlace(message, alice, LATITUDE));
            assertThat(expect(200, bob.api().get(of(alice))).get("latitude")).isEqualTo(LATITUDE);

            assertThat(publish(a, geoloc("-33.5", "151.25"))).contains("type='result'", "current");
            b.await(message -> isPlace(message, alice, "-33.5"));
            assertThat(expect(200, bob.api().get(of(alice))).get("longitude")).isEqualTo("151.25");

            assertThat(publish(a, "<geoloc xmlns='" + GEOLOC + "'/>")).contains("type='result'");
            b.await(message -> isEnd(message, alice));
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);

            a.say(carol, "after all");
            assertThat(firstOf(c, "after all").getBody()).isEqualTo("after all");
        }
    }

    @Test
    void a_client_that_comes_later_is_told_of_what_is_shared_with_it() throws Exception {
        befriend(alice, bob);
        expect(200, alice.api().put(ME, vienna(30, bob.username())));

        try (Xmpp b = mapClient(bob)) {
            b.await(message -> isPlace(message, alice, LATITUDE));
        }
    }

    @Test
    void it_ends_by_itself() throws Exception {
        befriend(alice, bob);
        try (Xmpp b = mapClient(bob);
                Events stream = Events.sse(bob, null)) {
            expect(
                    200,
                    alice.api()
                            .put(
                                    ME,
                                    Map.of(
                                            "latitude",
                                            1.5,
                                            "longitude",
                                            2.5,
                                            "expires_at",
                                            Instant.now().plusSeconds(2).toString(),
                                            "shared_with",
                                            List.of(bob.username()))));
            b.await(message -> isPlace(message, alice, "1.5"));

            b.await(message -> isEnd(message, alice));
            stream.await(e -> e.type().equals("location.ended"));
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);
            assertThat(alice.api().get(ME).status()).isEqualTo(404);
            assertThat(items(b, alice)).contains("item-not-found");
        }
    }

    @Test
    void members_of_a_group_see_it_until_they_leave() throws Exception {
        Api.Answer group = expect(
                201,
                alice.api()
                        .post(
                                "/api/groups/",
                                Map.of("name", "Walk", "members", List.of(bob.username(), carol.username()))));
        String path = "/api/groups/" + group.get("id") + "/";
        expect(200, alice.api().put(ME, vienna(30, group.get("id"))));
        assertThat(expect(200, carol.api().get(of(alice)))
                        .body()
                        .path("shared_with")
                        .get(0)
                        .asText())
                .isEqualTo(group.get("id"));

        expect(200, alice.api().patch(path, Map.of("remove_members", List.of(carol.username()))));

        assertThat(carol.api().get(of(alice)).status()).isEqualTo(404);
        try (Xmpp c = carol.connect()) {
            assertThat(items(c, alice)).contains("item-not-found");
        }
        expect(200, bob.api().get(of(alice)));
        assertThat(carol.api().put(ME, vienna(30, group.get("id"))).status()).isEqualTo(422);
    }

    @Test
    void who_leaves_a_group_hears_at_once_that_it_ended() throws Exception {
        Person dora = hearth.register("dora");
        Api.Answer group = expect(
                201,
                alice.api()
                        .post(
                                "/api/groups/",
                                Map.of(
                                        "name",
                                        "Walk",
                                        "members",
                                        List.of(bob.username(), carol.username(), dora.username()))));
        String path = "/api/groups/" + group.get("id") + "/";
        expect(200, alice.api().put(ME, vienna(30, group.get("id"))));
        try (Xmpp a = mapClient(alice);
                Xmpp b = mapClient(bob);
                Xmpp c = mapClient(carol);
                Xmpp d = mapClient(dora);
                Events ofCarol = Events.sse(carol, null)) {
            for (Xmpp client : List.of(b, c, d)) {
                client.await(message -> isPlace(message, alice, LATITUDE));
            }
            expect(200, carol.api().put(ME, vienna(30, group.get("id"))));
            a.await(message -> isPlace(message, carol, LATITUDE));

            // Removed at one door, gone by itself at the other.
            expect(200, alice.api().patch(path, Map.of("remove_members", List.of(carol.username()))));
            c.await(message -> isEnd(message, alice));
            a.await(message -> isEnd(message, carol));
            ofCarol.await(e -> e.type().equals("location.ended"));
            assertThat(Raw.ask(
                            d,
                            "set",
                            group.get("jid"),
                            "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='none' jid='"
                                    + dora.jid() + "'/></query>"))
                    .contains("type='result'");
            d.await(message -> isEnd(message, alice));
            assertThat(dora.api().get(of(alice)).status()).isEqualTo(404);

            expect(204, alice.api().delete(path));
            b.await(message -> isEnd(message, alice));
            expect(200, alice.api().get(ME));
        }
    }

    @Test
    void whom_privacy_shuts_out_hears_at_once_that_it_ended() throws Exception {
        befriend(alice, bob);
        expect(200, alice.api().patch("/api/user-settings/", Map.of("privacy", Map.of("location", "everyone"))));
        expect(200, alice.api().put(ME, vienna(30, bob.username(), carol.username())));
        try (Xmpp a = alice.connect();
                Xmpp b = mapClient(bob);
                Xmpp c = mapClient(carol);
                Events ofBob = Events.sse(bob, null)) {
            b.await(message -> isPlace(message, alice, LATITUDE));
            c.await(message -> isPlace(message, alice, LATITUDE));

            expect(200, alice.api().patch("/api/user-settings/", Map.of("privacy", Map.of("location", "friends"))));
            c.await(message -> isEnd(message, alice));
            expect(200, bob.api().get(of(alice)));

            assertThat(Raw.ask(
                            a,
                            "set",
                            null,
                            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:hearth:settings:0'><item>"
                                    + "<json xmlns='urn:xmpp:json:0'>{&quot;privacy&quot;:{&quot;location&quot;:&quot;nobody&quot;}}"
                                    + "</json></item></publish></pubsub>"))
                    .contains("type='result'");
            b.await(message -> isEnd(message, alice));
            ofBob.await(e -> e.type().equals("location.ended"));
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);
        }
    }

    @Test
    void who_is_a_friend_no_more_or_blocked_loses_sight_at_once() throws Exception {
        befriend(alice, bob);
        befriend(alice, carol);
        Person dora = hearth.register("dora");
        befriend(alice, dora);
        expect(200, alice.api().put(ME, vienna(30, bob.username(), carol.username(), dora.username())));
        expect(200, bob.api().get(of(alice)));
        expect(200, carol.api().get(of(alice)));
        try (Xmpp b = mapClient(bob);
                Xmpp c = mapClient(carol);
                Xmpp d = mapClient(dora);
                Events stream = Events.sse(carol, null)) {
            for (Xmpp client : List.of(b, c, d)) {
                client.await(message -> isPlace(message, alice, LATITUDE));
            }

            unfriendAndBlock();

            b.await(message -> isEnd(message, alice));
            c.await(message -> isEnd(message, alice));
            stream.await(e -> e.type().equals("location.ended"));
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);
            assertThat(carol.api().get(of(alice)).status()).isEqualTo(404);
            expect(200, dora.api().get(of(alice)));
            // A friend who goes at the other door, and in the other direction.
            assertThat(Raw.ask(
                            d,
                            "set",
                            null,
                            "<query xmlns='jabber:iq:roster'><item jid='" + alice.jid()
                                    + "' subscription='remove'/></query>"))
                    .contains("type='result'");
            d.await(message -> isEnd(message, alice));
            assertThat(dora.api().get(of(alice)).status()).isEqualTo(404);
            expect(200, alice.api().get(ME));
        }
    }

    private void unfriendAndBlock() {
        for (JsonNode friendship :
                expect(200, alice.api().get("/api/friendships/")).body().path("items")) {
            if (friendship.toString().contains(bob.username())) {
                expect(
                        204,
                        alice.api()
                                .delete("/api/friendships/"
                                        + friendship.path("id").asText() + "/"));
            }
        }
        expect(201, alice.api().post("/api/user-blocks/", Map.of("blocked_user", carol.username())));
    }

    @Test
    void who_is_taken_off_the_list_hears_that_it_ended() throws Exception {
        befriend(alice, bob);
        befriend(alice, carol);
        expect(200, alice.api().put(ME, vienna(30, bob.username(), carol.username())));
        try (Xmpp b = mapClient(bob)) {
            b.await(message -> isPlace(message, alice, LATITUDE));

            expect(200, alice.api().put(ME, vienna(30, carol.username())));

            b.await(message -> isEnd(message, alice));
            assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);
            expect(200, carol.api().get(of(alice)));
        }
    }

    @Test
    void privacy_says_with_whom_it_may_be_shared() {
        assertThat(alice.api().put(ME, vienna(30, bob.username())).status()).isEqualTo(422);
        expect(200, alice.api().patch("/api/user-settings/", Map.of("privacy", Map.of("location", "everyone"))));
        expect(200, alice.api().put(ME, vienna(30, bob.username())));
        expect(200, bob.api().get(of(alice)));

        expect(200, alice.api().patch("/api/user-settings/", Map.of("privacy", Map.of("location", "nobody"))));
        assertThat(bob.api().get(of(alice)).status()).isEqualTo(404);
        assertThat(alice.api().put(ME, vienna(30, bob.username())).problem()).isEqualTo("location-private");
    }

    @Test
    void a_coarse_place_never_leaves_the_server_exactly() {
        Map<String, Object> coarse = new java.util.HashMap<>(vienna(30));
        coarse.put("precision", "coarse");

        JsonNode kept = expect(200, alice.api().put(ME, coarse)).body();

        assertThat(kept.path("latitude").asDouble()).isEqualTo(48.21);
        assertThat(kept.path("longitude").asDouble()).isEqualTo(16.37182);
        assertThat(kept.path("accuracy").asDouble()).isEqualTo(1000);
        assertThat(expect(200, alice.api().get(ME)).body()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"latitude\": 91, \"longitude\": 0, \"minutes\": 5} | latitude",
                "{\"latitude\": 0, \"longitude\": -180.1, \"minutes\": 5} | longitude",
                "{\"latitude\": 1e999, \"longitude\": 0, \"minutes\": 5} | latitude",
                "{\"latitude\": \"48\", \"longitude\": 0, \"minutes\": 5} | latitude",
                "{\"longitude\": 0, \"minutes\": 5} | latitude",
                "{\"latitude\": 0, \"longitude\": 0} | expires_at",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 0} | minutes",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 481} | minutes",
                "{\"latitude\": 0, \"longitude\": 0, \"expires_at\": \"2020-01-01T00:00:00Z\"} | expires_at",
                "{\"latitude\": 0, \"longitude\": 0, \"expires_at\": 99999999999} | expires_at",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 5, \"accuracy\": -1} | accuracy",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 5, \"precision\": \"vague\"} | precision",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 5, \"altitude\": 1} | altitude",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 5, \"shared_with\": \"bob\"} | shared_with",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 5, \"shared_with\": [null]} | shared_with[0]",
                "{\"latitude\": 0, \"longitude\": 0, \"minutes\": 5, \"shared_with\": [\"no\\u0000body\"]} | shared_with[0]"
            })
    void bad_input_names_its_field(String body, String field) {
        Api.Answer answer = alice.api()
                .send(alice.api()
                        .request(ME)
                        .header("Content-Type", "application/json")
                        .method("PUT", java.net.http.HttpRequest.BodyPublishers.ofString(body)));

        assertThat(expect(422, answer).body().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(alice.api().get(ME).status()).isEqualTo(404);
    }

    @Test
    void others_are_not_mine_to_place() {
        assertThat(bob.api().put(of(alice), vienna(5)).status()).isEqualTo(403);
        assertThat(bob.api().delete(of(alice)).status()).isEqualTo(403);
        try (Xmpp b = bob.connect()) {
            assertThat(publish(b, geoloc("91", "0"))).contains("bad-request");
            assertThat(publish(b, "<geoloc xmlns='" + GEOLOC + "'><lat>1</lat></geoloc>"))
                    .contains("bad-request");
            assertThat(publish(b, "")).contains("bad-request");
            assertThat(Raw.ask(
                            b,
                            "set",
                            alice.jid(),
                            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + GEOLOC + "'><item>"
                                    + geoloc("1", "2") + "</item></publish></pubsub>"))
                    .contains("forbidden");
        }
    }

    @Test
    void who_says_it_all_the_time_is_told_to_wait() {
        Api.Answer answer = alice.api().put(ME, vienna(5));
        for (int i = 0; i < 30 && answer.status() == 200; i++) {
            answer = alice.api().put(ME, vienna(5));
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void a_message_tells_a_place_on_both_doors() {
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            JsonNode sent = expect(
                            201,
                            alice.api()
                                    .post(
                                            "/api/messages/",
                                            Map.of(
                                                    "receiver",
                                                    bob.username(),
                                                    "location",
                                                    Map.of(
                                                            "latitude",
                                                            48.5,
                                                            "longitude",
                                                            -16.25,
                                                            "accuracy",
                                                            20,
                                                            "label",
                                                            "The café"))))
                    .body();
            assertThat(sent.path("content").asText()).isEqualTo("geo:48.5,-16.25;u=20");
            Message got = b.awaitText("geo:48.5,-16.25;u=20");
            assertThat(xml(got)).contains("<lat>48.5</lat>", "<lon>-16.25</lon>", GEOLOC, "The café");
            String path = "/api/messages/" + sent.path("id").asText() + "/";
            assertThat(expect(200, bob.api().get(path))
                            .body()
                            .at("/location/label")
                            .asText())
                    .isEqualTo("The café");

            b.say(alice, "geo:1.5,2.5;u=3");
            a.awaitText("geo:1.5,2.5;u=3");
            JsonNode latest = expect(200, alice.api().get("/api/messages/?with=" + bob.username()))
                    .body()
                    .at("/items/0");
            assertThat(latest.at("/location/latitude").asDouble()).isEqualTo(1.5);
            assertThat(latest.at("/location/accuracy").asDouble()).isEqualTo(3);

            Message payload = b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(alice))
                    .ofType(Message.Type.chat)
                    .setBody("I am here")
                    .addExtension(StandardExtensionElement.builder("geoloc", GEOLOC)
                            .addElement("lat", "3.5")
                            .addElement("lon", "4.5")
                            .build())
                    .build();
            b.send(payload);
            a.awaitText("I am here");
            latest = expect(200, alice.api().get("/api/messages/?with=" + bob.username()))
                    .body()
                    .at("/items/0");
            assertThat(latest.path("content").asText()).isEqualTo("I am here");
            assertThat(latest.at("/location/longitude").asDouble()).isEqualTo(4.5);

            // Other words tell another place, or none, at both doors.
            expect(200, alice.api().patch(path, Map.of("content", "geo:7.5,8.5")));
            b.awaitText("geo:7.5,8.5");
            assertThat(expect(200, bob.api().get(path))
                            .body()
                            .at("/location/latitude")
                            .asDouble())
                    .isEqualTo(7.5);
            assertThat(bob.api().get(path).body().at("/location/label").isNull())
                    .isTrue();
            b.send(b.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(alice))
                    .ofType(Message.Type.chat)
                    .setBody("I have left")
                    .addExtension(StandardExtensionElement.builder("replace", "urn:xmpp:message-correct:0")
                            .addAttribute("id", payload.getStanzaId())
                            .build())
                    .build());
            a.awaitText("I have left");
            assertThat(expect(
                                    200,
                                    alice.api()
                                            .get("/api/messages/"
                                                    + latest.path("id").asText() + "/"))
                            .body()
                            .path("location")
                            .isNull())
                    .isTrue();
            expect(200, alice.api().patch(path, Map.of("content", "on my way")));
            assertThat(expect(200, bob.api().get(path)).body().path("location").isNull())
                    .isTrue();

            expect(204, alice.api().delete(path));
            assertThat(expect(200, bob.api().get(path)).body().path("location").isNull())
                    .isTrue();
            for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                    Map.of("receiver", bob.username(), "location", Map.of("latitude", 91, "longitude", 0)),
                    Map.of("receiver", bob.username(), "location", Map.of("latitude", 1)),
                    Map.of(
                            "receiver", bob.username(),
                            "content", "and words",
                            "location", Map.of("latitude", 1, "longitude", 0)),
                    Map.of("receiver", "nobody-at-all", "location", Map.of("latitude", 1, "longitude", 0)))) {
                assertThat(alice.api().post("/api/messages/", wrong).status()).isEqualTo(422);
            }
        }
    }

    @Test
    void a_group_message_tells_a_place_on_both_doors() throws Exception {
        Api.Answer group = expect(
                201, alice.api().post("/api/groups/", Map.of("name", "Walk", "members", List.of(bob.username()))));
        try (Xmpp b = bob.connect()) {
            var muc = org.jivesoftware.smackx.muc.MultiUserChatManager.getInstanceFor(b.connection())
                    .getMultiUserChat(JidCreate.entityBareFrom(group.get("jid")));
            muc.join(org.jxmpp.jid.parts.Resourcepart.from(bob.username()));
            JsonNode sent = expect(
                            201,
                            alice.api()
                                    .post(
                                            "/api/group-messages/",
                                            Map.of(
                                                    "group",
                                                    group.get("id"),
                                                    "location",
                                                    Map.of("latitude", 48.5, "longitude", 16.25))))
                    .body();
            assertThat(sent.at("/location/latitude").asDouble()).isEqualTo(48.5);
            assertThat(xml(b.awaitText("geo:48.5,16.25"))).contains(GEOLOC, "<lat>48.5</lat>");

            muc.sendMessage("geo:1.5,2.5");
            await().atMost(Hearth.PATIENCE)
                    .until(() -> alice.api()
                                    .get("/api/group-messages/?group=" + group.get("id"))
                                    .body()
                                    .at("/items/0/location/longitude")
                                    .asDouble()
                            == 2.5);
        }
    }

    @Test
    void a_restart_forgets_nothing_and_neither_logs_nor_tables_tell_a_place() throws Exception {
        String name = Databases.isPostgres() ? Databases.freshName() : "";
        try (Hearth own = Hearth.start(
                builder -> Databases.isPostgres() ? builder.db(Databases.url(name, Databases.port())) : builder)) {
            Person owner = own.register("owner");
            Person friend = own.register("friend");
            befriend(owner, friend);
            try (Xmpp client = mapClient(owner);
                    Events stream = Events.sse(friend, null)) {
                expect(200, owner.api().put(ME, vienna(30, friend.username())));
                stream.await(e -> e.type().equals("location.changed"));
                assertThat(publish(client, geoloc("12.345678", "98.765432"))).contains("type='result'");
                stream.await(e -> e.type().equals("location.changed"));
                assertThat(publish(client, geoloc("12.345678", "987.65432"))).contains("bad-request");
                expect(200, owner.api().put(ME, vienna(30, friend.username())));
            }
            own.engine().stop();

            for (String secret : List.of(LATITUDE, LONGITUDE, "12.345678", "98.765432", "987.65432")) {
                assertThat(own.engine().lines()).noneMatch(line -> line.contains(secret));
                assertThat(filesWith(own.engine().dataFolder(), secret)).isEmpty();
                if (Databases.isPostgres()) {
                    assertThat(Databases.columnsWith(name, secret)).isEmpty();
                }
            }
            // The search finds what is there.
            assertThat(
                            Databases.isPostgres()
                                    ? Databases.columnsWith(name, friend.username())
                                    : filesWith(own.engine().dataFolder(), friend.username()))
                    .isNotEmpty();

            own.engine().startAgain();
            assertThat(expect(200, friend.api().get(of(owner))).get("latitude")).isEqualTo(LATITUDE);
            assertThat(expect(200, owner.api().get(ME))
                            .body()
                            .path("shared_with")
                            .get(0)
                            .asText())
                    .isEqualTo(friend.username());
        }
    }

    private static List<String> filesWith(Path folder, String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file.toString());
                }
            }
        }
        return found;
    }
}
