package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Live events on both streams: everything, in order, once. */
final class EventsIT {
    private final Hearth hearth = Hearth.shared();

    @Test
    void a_message_by_rest_shows_on_both_streams_of_both_people() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        for (Person reader : List.of(alice, bob)) {
            try (Events sse = Events.sse(reader, null);
                    Events socket = Events.webSocket(reader, null)) {
                JsonNode sent = alice.send(bob, "hello " + reader.username()).body();
                for (Events stream : List.of(sse, socket)) {
                    Events.Event event = stream.await(e -> e.type().equals("message.created"));
                    assertThat(event.id()).isEqualTo(sent.path("id").asText());
                    assertThat(event.data()).isEqualTo(sent);
                }
            }
        }
    }

    @Test
    void what_xmpp_clients_do_shows_too_and_what_apps_do_to_messages() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        try (Events sse = Events.sse(bob, null);
                Events socket = Events.webSocket(alice, null);
                Xmpp client = alice.connect()) {
            client.say(bob, "by xmpp");
            String id =
                    sse.await(e -> e.isMessage("message.created", "by xmpp")).text("id");
            socket.await(e -> e.isMessage("message.created", "by xmpp"));

            expect(200, alice.api().patch("/api/messages/" + id + "/", Map.of("content", "better")));
            sse.await(e -> e.isMessage("message.edited", "better"));

            expect(200, bob.api().patch("/api/messages/" + id + "/", Map.of("is_read", true)));
            Events.Event read = socket.await(e -> e.type().equals("message.read"));
            assertThat(read.text("id")).isEqualTo(id);
            assertThat(read.text("is_read")).isEqualTo("true");

            expect(204, alice.api().delete("/api/messages/" + id + "/"));
            Events.Event gone = sse.await(e -> e.type().equals("message.deleted"));
            assertThat(gone.text("id")).isEqualTo(id);
            assertThat(gone.data().path("content").isNull()).isTrue();
        }
    }

    @Test
    void who_comes_again_gets_what_was_missed_on_either_stream() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        String lastId;
        try (Events sse = Events.sse(bob, null)) {
            alice.send(bob, "seen");
            sse.await(e -> e.isMessage("message.created", "seen"));
            lastId = sse.lastId();
        }
        for (int i = 0; i < 60; i++) {
            alice.send(bob, "missed " + i);
        }
        try (Events sse = Events.sse(bob, lastId);
                Events socket = Events.webSocket(bob, lastId)) {
            alice.send(bob, "last");
            for (Events stream : List.of(sse, socket)) {
                List<String> contents = contentsUpTo(stream, "last");
                assertThat(contents)
                        .hasSize(61)
                        .startsWith("missed 0", "missed 1")
                        .endsWith("missed 59", "last");
            }
        }
    }

    @Test
    void nothing_is_lost_or_doubled_over_a_restart_while_messages_keep_coming() throws Exception {
        try (Hearth own = Hearth.start(builder -> builder.environment("HEARTH_REST_LIMIT_CALLER", "off"))) {
            Person alice = own.register("alice");
            Person bob = own.register("bob");
            List<String> acknowledged = new ArrayList<>();
            AtomicBoolean enough = new AtomicBoolean();
            ExecutorService executor = Executors.newSingleThreadExecutor();
            List<String> seen = new ArrayList<>();
            Events stream = Events.sse(bob, null);
            Future<?> sending = executor.submit(() -> sendUntil(enough, alice, bob, acknowledged));

            stream.await(e -> e.isMessage("message.created", "m20"));
            seen.add("m20");
            own.engine().restart();
            stream.awaitEnd();
            stream.rest().forEach(event -> seen.add(event.text("content")));
            Events again = Events.sse(bob, stream.lastId());
            int before = acknowledged.size();
            Awaitility.await().atMost(Hearth.PATIENCE).until(() -> acknowledged.size() > before + 20);
            enough.set(true);
            sending.get(60, TimeUnit.SECONDS);
            executor.shutdown();
            Person after = Person.of(own, refreshed(own, alice), alice.phoneNumber());
            after.send(bob, "last");
            seen.addAll(contentsUpTo(again, "last"));
            again.close();

            assertThat(seen).doesNotHaveDuplicates();
            int from = acknowledged.indexOf("m20");
            assertThat(seen).containsAll(acknowledged.subList(from, acknowledged.size()));
        }
    }

    private static Api.Answer refreshed(Hearth hearth, Person person) {
        return expect(200, hearth.api().post("/api/token/refresh/", Map.of("refresh", person.refresh())));
    }

    private static void sendUntil(AtomicBoolean enough, Person from, Person to, List<String> acknowledged) {
        for (int i = 0; !enough.get(); i++) {
            try {
                Api.Answer answer =
                        from.api().post("/api/messages/", Map.of("receiver", to.username(), "content", "m" + i));
                if (answer.status() == 201) {
                    acknowledged.add("m" + i);
                }
            } catch (java.io.UncheckedIOException e) {
                // The server is away: this one may have been sent or not.
            }
        }
    }

    @Test
    void a_stream_ends_with_its_session_and_with_its_account() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        try (Events sse = Events.sse(alice, null);
                Events socket = Events.webSocket(alice, null);
                Events other = Events.sse(bob, null)) {
            expect(204, hearth.api().post("/api/token/revoke/", Map.of("refresh", alice.refresh())));
            sse.awaitEnd();
            assertThat(socket.awaitEnd()).isEqualTo(4401);
            alice = Person.of(hearth, loginByPassword(bob), bob.phoneNumber());
            other.await(e -> e.type().equals("session.created"));
        }
    }

    private static Api.Answer loginByPassword(Person person) {
        expect(204, person.api().post("/api/password/", Map.of("password", Person.PASSWORD)));
        return expect(
                200,
                person.hearth()
                        .api()
                        .post("/api/token/", Map.of("username", person.username(), "password", Person.PASSWORD)));
    }

    @Test
    void a_stream_ends_when_its_token_expires_and_goes_on_with_another_one() {
        try (Hearth own = Hearth.start(builder -> builder.environment("HEARTH_TOKENS_ACCESS_LIFETIME", "PT5S"))) {
            Person alice = own.register("alice");
            try (Events sse = Events.sse(alice, null);
                    Events socket = Events.webSocket(alice, null);
                    Events renewed = Events.webSocket(alice, null)) {
                Person later = Person.of(own, refreshed(own, alice), alice.phoneNumber());
                sse.awaitEnd();
                assertThat(socket.awaitEnd()).isEqualTo(4401);
                assertThat(renewed.awaitEnd()).isEqualTo(4401);
                Person again = Person.of(own, refreshed(own, later), alice.phoneNumber());
                try (Events next = Events.sse(again, sse.lastId())) {
                    again.send(again, "note");
                    next.await(e -> e.isMessage("message.created", "note"));
                }
            }
        }
    }

    @Test
    void bad_tokens_and_foreign_pages_are_refused() {
        expect(401, hearth.api().get("/api/events/"));
        Api.Answer forged = expect(401, hearth.api().as("nonsense").get("/api/events/"));
        assertThat(forged.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(forged.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThatThrownBy(() -> Events.connect(hearth, "nonsense", null)).hasMessageContaining("WebSocketHandshake");
        Person alice = hearth.register("alice");
        assertThatThrownBy(() -> Events.connect(hearth, alice.access(), "https://evil.example"))
                .hasMessageContaining("WebSocketHandshake");
        expect(400, alice.api().get("/api/ws/"));
        try (Events own = Events.connect(hearth, alice.access(), hearth.engine().webUrl())) {
            own.await(e -> e.type().equals("ready"));
        }
        try (Events stranger = Events.connect(hearth, null, null)) {
            stranger.send("{\"type\":\"auth\",\"access\":\"nonsense\"}");
            assertThat(stranger.awaitEnd()).isEqualTo(4401);
        }
        try (Events stranger = Events.connect(hearth, null, null)) {
            stranger.send("{\"id\":\"1\",\"type\":\"message\",\"body\":{}}");
            assertThat(stranger.awaitEnd()).isEqualTo(4401);
        }
    }

    @Test
    void an_app_sends_on_the_socket_by_the_same_rules_as_by_rest() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        try (Events socket = Events.webSocket(alice, null);
                Events sse = Events.sse(bob, null)) {
            socket.send(
                    envelope("1", "message", Map.of("receiver", bob.username(), "content", "by socket \uD83D\uDE00")));
            JsonNode answer = socket.answer("1");
            assertThat(answer.path("status").asInt()).isEqualTo(201);
            assertThat(answer.at("/body/content").asText()).isEqualTo("by socket \uD83D\uDE00");
            sse.await(e -> e.isMessage("message.created", "by socket \uD83D\uDE00"));

            socket.send(envelope("2", "message", Map.of("receiver", bob.username(), "content", " ", "wrong", 1)));
            JsonNode refused = socket.answer("2");
            assertThat(refused.path("status").asInt()).isEqualTo(422);
            assertThat(refused.at("/body/type").asText()).isEqualTo("urn:hearth:problem:invalid");
            assertThat(refused.at("/body/errors/0/field").asText()).isEqualTo("wrong");

            socket.send(envelope("3", "teleport", Map.of()));
            assertThat(socket.answer("3").at("/body/errors/0/field").asText()).isEqualTo("type");
            socket.send("not json");
            assertThat(socket.answer("null").path("status").asInt()).isEqualTo(400);

            for (int i = 0; i < 2; i++) {
                socket.send(Api.json(Map.of(
                        "id",
                        "4" + i,
                        "type",
                        "message",
                        "idempotency_key",
                        "key-of-" + alice.username(),
                        "body",
                        Map.of("receiver", bob.username(), "content", "once"))));
            }
            String first = socket.answer("40").at("/body/id").asText();
            assertThat(socket.answer("41").at("/body/id").asText()).isEqualTo(first);
        }
    }

    @Test
    void a_slow_reader_is_cut_off_holds_up_nobody_and_resumes_without_a_gap() throws Exception {
        try (Hearth own = Hearth.start(builder -> builder.environment("HEARTH_REST_LIMIT_CALLER", "off")
                .environment("HEARTH_EVENTS_STREAMS_PER_ACCOUNT", "1")
                .environment("HEARTH_EVENTS_STALL", "PT2S"))) {
            Person alice = own.register("alice");
            Person bob = own.register("bob");
            String lastId = alice.send(bob, "seen").get("id");
            try (Socket slow = new Socket()) {
                slow.setReceiveBufferSize(4096);
                URI address = URI.create(own.engine().webUrl());
                slow.connect(new InetSocketAddress(address.getHost(), address.getPort()));
                slow.getOutputStream()
                        .write(("GET /api/events/ HTTP/1.1\r\nHost: " + address.getAuthority()
                                        + "\r\nAuthorization: Bearer " + bob.access() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                int count = 120;
                String words = "x".repeat(60_000);
                for (int i = 0; i < count; i++) {
                    alice.send(bob, i + " " + words);
                }

                // The account's one stream is free again: without anything that its reader did.
                Events again = Awaitility.await()
                        .atMost(Hearth.PATIENCE)
                        .ignoreException(AssertionError.class)
                        .until(() -> Events.sse(bob, lastId), opened -> true);
                try (again) {
                    for (int i = 0; i < count; i++) {
                        String start = i + " ";
                        Events.Event event = again.await(e -> e.type().equals("message.created"));
                        assertThat(event.text("content")).startsWith(start);
                    }
                }
                assertThat(readToTheEnd(slow)).isLessThan((long) count * words.length());
            }
        }
    }

    /** Reads until the connection ends, which must be soon: what was under way is all that comes. */
    private static long readToTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[65536];
        long all = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all += n;
            }
        } catch (java.net.SocketException e) {
            // Cut off.
        }
        return all;
    }

    @Test
    void members_see_what_is_said_in_their_groups_and_who_comes() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        Person carol = hearth.register("carol");
        try (Events ofBob = Events.sse(bob, null);
                Events ofCarol = Events.webSocket(carol, null);
                Events ofAlice = Events.webSocket(alice, null)) {
            String group = expect(
                            201,
                            alice.api()
                                    .post(
                                            "/api/groups/",
                                            Map.of("name", "Book club", "members", List.of(bob.username()))))
                    .get("id");
            Events.Event joined = ofBob.await(e ->
                    e.type().equals("group.member_joined") && e.text("user").equals(bob.username()));
            assertThat(joined.text("group")).isEqualTo(group);

            ofAlice.send(envelope("1", "group_message", Map.of("group", group, "content", "welcome")));
            assertThat(ofAlice.answer("1").path("status").asInt()).isEqualTo(201);
            Events.Event said = ofBob.await(e -> e.isMessage("group_message.created", "welcome"));
            expect(
                    200,
                    alice.api().patch("/api/group-messages/" + said.text("id") + "/", Map.of("content", "Welcome!")));
            ofBob.await(e -> e.isMessage("group_message.edited", "Welcome!"));
            expect(200, bob.api().patch("/api/group-messages/" + said.text("id") + "/", Map.of("is_read", true)));
            Events.Event read = ofAlice.await(e -> e.type().equals("group_message.read"));
            assertThat(read.data().path("read_by").toString()).contains(bob.username());
            expect(204, alice.api().delete("/api/group-messages/" + said.text("id") + "/"));
            ofBob.await(e -> e.type().equals("group_message.deleted"));

            expect(
                    200,
                    alice.api()
                            .patch(
                                    "/api/groups/" + group + "/",
                                    Map.of("name", "Books", "add_members", List.of(carol.username()))));
            assertThat(ofBob.await(e -> e.type().equals("group.updated")).text("name"))
                    .isEqualTo("Books");
            ofCarol.await(e -> e.type().equals("group.member_joined"));
            expect(
                    200,
                    alice.api().patch("/api/groups/" + group + "/", Map.of("remove_members", List.of(bob.username()))));
            ofBob.await(
                    e -> e.type().equals("group.member_left") && e.text("user").equals(bob.username()));
            ofAlice.send(envelope("2", "group_message", Map.of("group", group, "content", "without bob")));
            ofCarol.await(e -> e.isMessage("group_message.created", "without bob"));
            alice.send(bob, "just for you");
            ofBob.await(e -> {
                assertThat(e.text("content")).isNotEqualTo("without bob");
                return e.isMessage("message.created", "just for you");
            });
        }
    }

    @Test
    void friends_see_who_comes_and_goes() throws Exception {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        try (Xmpp ofAlice = alice.connect();
                Events events = Events.sse(alice, null)) {
            org.jivesoftware.smack.roster.Roster roster =
                    org.jivesoftware.smack.roster.Roster.getInstanceFor(ofAlice.connection());
            roster.setSubscriptionMode(org.jivesoftware.smack.roster.Roster.SubscriptionMode.accept_all);
            try (Xmpp ofBob = bob.connect()) {
                org.jivesoftware.smack.roster.Roster.getInstanceFor(ofBob.connection())
                        .setSubscriptionMode(org.jivesoftware.smack.roster.Roster.SubscriptionMode.accept_all);
                roster.createItemAndRequestSubscription(Xmpp.bare(bob), "bob", null);
                Awaitility.await()
                        .atMost(Hearth.PATIENCE)
                        .until(() -> roster.isSubscribedToMyPresence(Xmpp.bare(bob))
                                || roster.iAmSubscribedTo(Xmpp.bare(bob)));
            }
            Events.Event gone = events.await(e ->
                    e.type().equals("presence.changed") && e.text("is_online").equals("false"));
            assertThat(gone.text("user")).isEqualTo(bob.username());
        }
    }

    private static String envelope(String id, String type, Map<String, ?> body) {
        return Api.json(Map.of("id", id, "type", type, "body", body));
    }

    private static List<String> contentsUpTo(Events stream, @Nullable String last) {
        List<String> contents = new ArrayList<>();
        stream.await(event -> {
            if (event.type().equals("message.created")) {
                contents.add(event.text("content"));
            }
            return event.text("content").equals(last);
        });
        return contents;
    }
}
