package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is away is notified, and their devices are woken: by an XMPP app's push service, from either door. */
final class PushIT {
    private static final String PUSH = "urn:xmpp:push:0";

    private final Hearth hearth = Hearth.shared();
    private final PushService service = new PushService(hearth);
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    @AfterEach
    void close() {
        service.close();
    }

    private static Stream<JsonNode> items(Api.Answer list) {
        return StreamSupport.stream(list.body().path("items").spliterator(), false);
    }

    private static List<JsonNode> notifications(Person person) {
        return items(expect(200, person.api().get("/api/notifications/"))).toList();
    }

    private static List<String> kinds(Person person) {
        return notifications(person).stream()
                .map(one -> one.path("kind").asText())
                .toList();
    }

    private static List<JsonNode> devices(Person person) {
        return items(expect(200, person.api().get("/api/devices/"))).toList();
    }

    /** Registers a device of an XMPP app by REST; answers its node. */
    private String register(Person person, PushService at) {
        String node = UUID.randomUUID().toString();
        expect(
                201,
                person.api().post("/api/devices/", Map.of("platform", "xmpp", "device_token", at.jid(), "node", node)));
        return node;
    }

    /** The notification of a person's that has that kind. */
    private static JsonNode awaitKind(Person person, String kind) {
        await().atMost(Hearth.PATIENCE).until(() -> kinds(person).contains(kind));
        return notifications(person).stream()
                .filter(one -> one.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** All that has happened so far has been looked at once a message to somebody else, which came after it, is. */
    private void settle() {
        Person dave = hearth.register("dave");
        bob.send(dave, "after all the others");
        awaitKind(dave, "message");
    }

    private static String group(Person owner, Person... members) {
        return expect(
                        201,
                        owner.api()
                                .post(
                                        "/api/groups/",
                                        Map.of(
                                                "name",
                                                "Garden",
                                                "members",
                                                Stream.of(members)
                                                        .map(Person::username)
                                                        .toList())))
                .get("id");
    }

    private static void say(Person author, String group, String text) {
        expect(201, author.api().post("/api/group-messages/", Map.of("group", group, "content", text)));
    }

    private static void mute(Person person, String conversation, @Nullable Instant until) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("muted_until", until == null ? null : until.toString());
        expect(200, person.api().patch("/api/conversations/" + conversation + "/", body));
    }

    @Test
    void what_an_app_enables_by_xmpp_is_a_device_by_rest_and_is_published_to_with_its_options() {
        String node = UUID.randomUUID().toString();
        try (Xmpp client = alice.connect()) {
            String answer = Raw.ask(
                    client,
                    "set",
                    null,
                    "<enable xmlns='" + PUSH + "' jid='" + service.jid() + "' node='" + node + "'>"
                            + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                            + "http://jabber.org/protocol/pubsub#publish-options</value></field>"
                            + "<field var='secret'><value>rosebud</value></field></x></enable>");
            assertThat(answer).contains("result");
        }
        assertThat(devices(alice)).singleElement().satisfies(device -> {
            assertThat(device.path("platform").asText()).isEqualTo("xmpp");
            assertThat(device.path("device_token").asText()).isEqualTo(service.jid());
            assertThat(device.toString()).doesNotContain(node).doesNotContain("rosebud");
        });
        bob.send(alice, "Are you there?");

        String xml = service.await(published -> PushService.isTo(published, node));
        assertThat(xml)
                .startsWith(hearth.domain() + " ")
                .contains("urn:xmpp:push:summary", "Are you there?", bob.jid(), "publish-options", "rosebud");

        try (Xmpp client = alice.connect()) {
            Raw.ask(client, "set", null, "<disable xmlns='" + PUSH + "' jid='" + service.jid() + "'/>");
        }
        assertThat(devices(alice)).isEmpty();
    }

    @Test
    void accounts_announce_that_they_can_be_pushed_to() throws Exception {
        try (Xmpp client = alice.connect()) {
            assertThat(ServiceDiscoveryManager.getInstanceFor(client.connection())
                            .discoverInfo(client.connection().getUser().asBareJid())
                            .containsFeature(PUSH))
                    .isTrue();
            assertThat(Raw.ask(client, "set", null, "<enable xmlns='" + PUSH + "' node='n'/>"))
                    .contains("bad-request");
            assertThat(Raw.ask(client, "set", bob.jid(), "<enable xmlns='" + PUSH + "' jid='a.example' node='n'/>"))
                    .contains("error");
        }
        assertThat(devices(bob)).isEmpty();
    }

    @Test
    void who_has_an_active_session_on_either_door_is_not_notified_and_who_is_connected_without_presence_is() {
        String node = register(alice, service);
        try (Xmpp client = alice.connect()) {
            bob.send(alice, "while the client is active");
            client.awaitText("while the client is active");
            settle();
        }
        assertThat(notifications(alice)).isEmpty();
        assertThat(service.rest(node)).isZero();

        try (Xmpp silent = Xmpp.silent(alice)) {
            assertThat(silent.connection().isAuthenticated()).isTrue();
            bob.send(alice, "while she is offline to others");
            service.await(xml -> xml.contains("while she is offline to others"));
        }
        try (Events stream = Events.sse(alice, null)) {
            bob.send(alice, "while a stream is open");
            stream.await(event -> event.isMessage("message.created", "while a stream is open"));
            settle();
        }
        assertThat(notifications(alice))
                .singleElement()
                .satisfies(one -> assertThat(one.path("count").asInt()).isEqualTo(1));
        assertThat(service.rest(node)).isZero();
    }

    @Test
    void what_is_said_in_a_conversation_is_one_notification_until_it_is_read_there() {
        bob.send(alice, "One");
        JsonNode first = awaitKind(alice, "message");
        String last = bob.send(alice, "Two").get("id");
        await().atMost(Hearth.PATIENCE)
                .until(() -> notifications(alice).get(0).path("count").asInt() == 2);

        JsonNode two = notifications(alice).get(0);
        assertThat(notifications(alice)).hasSize(1);
        assertThat(two.path("id")).isEqualTo(first.path("id"));
        assertThat(two.path("content").asText()).isEqualTo("Two");
        assertThat(two.path("actor").asText()).isEqualTo(bob.username());
        assertThat(two.at("/subject/id").asText()).isEqualTo(last);
        assertThat(two.at("/subject/type").asText()).isEqualTo("message");
        assertThat(two.path("conversation").asText()).isEqualTo(bob.jid());

        expect(200, alice.api().patch("/api/messages/" + last + "/", Map.of("is_read", true)));
        await().atMost(Hearth.PATIENCE)
                .until(() -> notifications(alice).get(0).path("is_read").asBoolean());
        assertThat(items(expect(200, alice.api().get("/api/notifications/?unread=true"))))
                .isEmpty();
    }

    @Test
    void a_chat_marker_of_an_xmpp_client_marks_notifications_as_read() {
        String id;
        try (Xmpp b = bob.connect()) {
            id = b.say(alice, "Read me");
            awaitKind(alice, "message");
        }
        try (Xmpp a = alice.connect()) {
            a.send(a.connection()
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(Xmpp.bare(bob))
                    .addExtension(org.jivesoftware.smack.packet.StandardExtensionElement.builder(
                                    "displayed", "urn:xmpp:chat-markers:0")
                            .addAttribute("id", id)
                            .build())
                    .build());
            await().atMost(Hearth.PATIENCE)
                    .until(() -> notifications(alice).get(0).path("is_read").asBoolean());
        }
    }

    @Test
    void members_who_never_joined_the_room_are_notified_and_who_is_mentioned_as_such() {
        Person carol = hearth.register("carol");
        String node = register(alice, service);
        String group = group(bob, alice, carol);
        assertThat(awaitKind(alice, "group_invitation").path("title").asText()).isEqualTo("Garden");
        say(bob, group, "Hello @" + carol.username());

        JsonNode one = awaitKind(alice, "group_message");
        assertThat(one.path("title").asText()).isEqualTo("Garden");
        assertThat(one.path("content").asText()).endsWith("Hello @" + carol.username());
        assertThat(awaitKind(carol, "mention").at("/subject/type").asText()).isEqualTo("group_message");
        assertThat(kinds(carol)).doesNotContain("group_message");
        assertThat(kinds(bob)).isEmpty();
        service.await(xml -> PushService.isTo(xml, node) && xml.contains("Hello @" + carol.username()));
    }

    @Test
    void muted_conversations_and_blocked_people_and_kinds_switched_off_notify_nobody() {
        String node = register(alice, service);
        String group = group(bob, alice);
        service.await(xml -> PushService.isTo(xml, node));
        String room = expect(200, alice.api().get("/api/groups/" + group + "/")).get("jid");
        bob.send(alice, "before it is muted");
        awaitKind(alice, "message");
        service.await(xml -> xml.contains("before it is muted"));
        Instant later = Instant.now().plus(Duration.ofHours(1));
        mute(alice, room, later);
        mute(alice, bob.jid(), later);
        say(bob, group, "in a muted group");
        bob.send(alice, "in a muted chat");
        Person carol = hearth.register("carol");
        expect(201, alice.api().post("/api/user-blocks/", Map.of("blocked_user", carol.username())));
        carol.api().post("/api/messages/", Map.of("receiver", alice.username(), "content", "from a blocked one"));
        Person erin = hearth.register("erin");
        expect(
                200,
                alice.api().patch("/api/user-settings/", Map.of("notification_preferences", Map.of("message", false))));
        erin.send(alice, "of a kind switched off");
        settle();

        assertThat(notifications(alice))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.path("count").asInt()).isEqualTo(1));
        assertThat(kinds(alice)).containsExactlyInAnyOrder("message", "group_invitation");
        assertThat(service.rest(node)).isZero();
    }

    @Test
    void who_does_not_want_text_shown_is_woken_without_any() {
        expect(
                200,
                alice.api()
                        .patch("/api/user-settings/", Map.of("notification_preferences", Map.of("show_text", false))));
        String node = register(alice, service);
        bob.send(alice, "A secret");

        String xml = service.await(published -> PushService.isTo(published, node));
        assertThat(xml).contains("message-count").doesNotContain("A secret").doesNotContain(bob.jid());
        assertThat(awaitKind(alice, "message").path("content").asText()).isEqualTo("A secret");
    }

    @Test
    void friends_reactions_and_polls_notify_too() {
        String request = expect(201, alice.api().post("/api/friendships/", Map.of("friend", bob.username())))
                .get("id");
        JsonNode asked = awaitKind(bob, "friend_request");
        assertThat(asked.path("actor").asText()).isEqualTo(alice.username());
        assertThat(asked.at("/subject/id").asText()).isEqualTo(request);
        expect(200, bob.api().patch("/api/friendships/" + request + "/", Map.of("status", "accepted")));
        assertThat(awaitKind(alice, "friend_accepted").path("actor").asText()).isEqualTo(bob.username());

        String message = alice.send(bob, "React to me").get("id");
        expect(201, bob.api().post("/api/message-reactions/", Map.of("message", message, "emoji", "\uD83D\uDC1F")));
        assertThat(awaitKind(alice, "reaction").path("content").asText()).contains("\uD83D\uDC1F");

        String poll = expect(
                        201,
                        alice.api()
                                .post(
                                        "/api/polls/",
                                        Map.of(
                                                "receiver",
                                                bob.username(),
                                                "question",
                                                "Lunch?",
                                                "options",
                                                List.of("Yes", "No"))))
                .get("id");
        expect(200, bob.api().post("/api/poll-votes/", Map.of("poll", poll, "selected_options", List.of("1"))));
        expect(200, alice.api().patch("/api/polls/" + poll + "/", Map.of("is_closed", true)));
        assertThat(awaitKind(bob, "poll_closed").path("content").asText()).contains("Lunch?");
        settle();
        assertThat(notifications(alice).stream()
                        .filter(one -> one.path("kind").asText().equals("reaction")))
                .singleElement()
                .satisfies(one -> assertThat(one.path("count").asInt()).isEqualTo(1));
        assertThat(kinds(alice)).doesNotContain("poll_closed");
    }

    @Test
    void who_reported_something_is_notified_when_it_is_resolved() {
        String message = bob.send(alice, "rude").get("id");
        String report = expect(
                        201,
                        alice.api()
                                .post(
                                        "/api/reports/",
                                        Map.of("message", message, "category", "abuse", "reason", "he is rude")))
                .get("id");
        Api.Answer token = expect(
                200,
                hearth.api()
                        .post(
                                "/api/token/",
                                Map.of(
                                        "username",
                                        "admin",
                                        "password",
                                        im.hearth.engine.EngineProcess.ADMIN_PASSWORD)));
        expect(
                200,
                Person.of(hearth, token, "")
                        .api()
                        .patch(
                                "/api/reports/" + report + "/",
                                Map.of("is_resolved", true, "resolution", "We talked to him")));

        JsonNode told = awaitKind(alice, "report_resolved");
        assertThat(told.path("content").asText()).contains("We talked to him");
        assertThat(told.path("actor").isNull()).isTrue();
        assertThat(told.at("/subject/id").asText()).isEqualTo(report);
    }

    @Test
    void notifications_are_marked_and_deleted_by_their_owner_only() {
        bob.send(alice, "Hello");
        String path =
                "/api/notifications/" + awaitKind(alice, "message").path("id").asText() + "/";

        expect(404, bob.api().get(path));
        expect(404, bob.api().patch(path, Map.of("is_read", true)));
        expect(404, bob.api().delete(path));
        expect(422, alice.api().patch(path, Map.of("read", true)));
        expect(422, alice.api().patch(path, Map.of()));
        assertThat(expect(200, alice.api().patch(path, Map.of("is_read", true)))
                        .body()
                        .path("read_at")
                        .asText())
                .isNotEmpty();
        expect(200, alice.api().patch(path, Map.of("is_read", false)));
        expect(204, alice.api().post("/api/notifications/read/", Map.of()));
        assertThat(items(expect(200, alice.api().get("/api/notifications/?unread=true"))))
                .isEmpty();
        expect(204, alice.api().delete(path));
        expect(404, alice.api().get(path));
        expect(401, hearth.api().get("/api/notifications/"));
    }

    @Test
    void devices_are_their_owners_and_are_checked() {
        Map<String, String> wanted = Map.of("platform", "xmpp", "device_token", "push.example.com", "node", "n");
        Api.Answer made = expect(201, alice.api().post("/api/devices/", wanted));
        String path = "/api/devices/" + made.get("id") + "/";

        expect(200, alice.api().post("/api/devices/", wanted));
        expect(404, bob.api().get(path));
        expect(404, bob.api().patch(path, Map.of("enabled", false)));
        expect(404, bob.api().delete(path));
        Api.Answer changed = expect(200, alice.api().patch(path, Map.of("enabled", false, "name", "Tablet")));
        assertThat(changed.body().path("enabled").asBoolean()).isFalse();
        assertThat(changed.get("name")).isEqualTo("Tablet");
        expect(422, alice.api().patch(path, Map.of("device_token", "x")));
        expect(422, alice.api().post("/api/devices/", Map.of("platform", "pager", "device_token", "x")));
        expect(422, alice.api().post("/api/devices/", Map.of("platform", "xmpp")));
        expect(401, hearth.api().get("/api/devices/"));
        expect(204, alice.api().delete(path));
        expect(404, alice.api().get(path));
    }

    @Test
    void who_logs_out_is_not_woken_there_any_more() {
        register(alice, service);
        expect(204, alice.api().post("/api/token/revoke/", Map.of("refresh", alice.refresh())));
        Api.Answer again = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", alice.phoneNumber())));

        assertThat(devices(hearth.login(again.get("verification_id"), alice.phoneNumber())))
                .isEmpty();
    }

    @Test
    void a_service_that_does_not_know_the_node_any_more_ends_the_device_and_one_that_is_busy_does_not() {
        register(alice, service);
        service.failWith(StanzaError.Condition.resource_constraint);
        bob.send(alice, "Busy");
        service.await(xml -> xml.contains("Busy"));
        service.failWith(null);
        service.await(xml -> xml.contains("Busy"));
        assertThat(devices(alice)).hasSize(1);

        service.failWith(StanzaError.Condition.item_not_found);
        bob.send(alice, "Gone");
        service.await(xml -> xml.contains("Gone"));
        await().atMost(Hearth.PATIENCE).until(() -> devices(alice).isEmpty());
    }

    @Test
    void a_push_comes_once_though_the_server_is_killed_after_the_message_and_while_the_service_is_away() {
        try (Hearth own = Hearth.start(UnaryOperator.identity())) {
            Person a = own.register("alice");
            Person b = own.register("bob");
            Person s = own.register("service");
            String resource = "push";
            expect(
                    201,
                    a.api()
                            .post(
                                    "/api/devices/",
                                    Map.of("platform", "xmpp", "device_token", s.jid() + "/" + resource, "node", "n")));
            b.send(a, "before the kill");
            own.engine().kill();
            own.engine().startAgain();

            try (PushService late = new PushService(s, resource)) {
                late.await(xml -> xml.contains("before the kill"));
                assertThat(notifications(a)).hasSize(1);
                b.send(a, "after it");
                late.await(xml -> xml.contains("after it"));
                assertThat(late.rest("n")).isZero();
                assertThat(notifications(a).get(0).path("count").asInt()).isEqualTo(2);
            }
        }
    }
}
