package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** {@code kill -9} in the middle of a stream of messages: what was acknowledged is there after the restart, once. */
final class CrashIT {
    private static final int ENOUGH = 60;

    @Test
    void whatever_was_acknowledged_is_there_after_a_kill_once() throws Exception {
        try (Hearth hearth = Hearth.start(UnaryOperator.identity())) {
            Person alice = hearth.register("alice");
            Person bob = hearth.register("bob");
            Person carol = hearth.register("carol");
            expect(204, bob.api().post("/api/password/", Map.of("password", Person.PASSWORD)));

            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            CountDownLatch byRest = new CountDownLatch(ENOUGH);
            CountDownLatch byXmpp = new CountDownLatch(ENOUGH);
            ExecutorService executor = Executors.newFixedThreadPool(3);
            Xmpp client = carol.connect();
            client.connection().addStanzaAcknowledgedListener(stanza -> {
                if (stanza instanceof Message message && message.getBody() != null) {
                    acknowledged.add(message.getBody());
                    byXmpp.countDown();
                }
            });
            for (int thread = 0; thread < 2; thread++) {
                String name = "rest-" + thread + "-";
                executor.execute(() -> postUntilItFails(alice, bob, name, acknowledged, byRest));
            }
            executor.execute(() -> sayUntilItFails(client, bob));
            assertThat(byRest.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(byXmpp.await(60, TimeUnit.SECONDS)).isTrue();

            hearth.engine().kill();
            // Smack waits that long, thrice, for a server that is no more.
            client.connection().setReplyTimeout(200);
            client.connection().instantShutdown();
            executor.shutdownNow();
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            List<String> promised = List.copyOf(acknowledged);
            hearth.engine().startAgain();

            Map<String, Integer> found = contents(hearth, bob);
            assertThat(promised).hasSizeGreaterThanOrEqualTo(2 * ENOUGH);
            assertThat(promised).allSatisfy(text -> assertThat(found).containsEntry(text, 1));
            assertThat(found.values()).containsOnly(1);
        }
    }

    private static void postUntilItFails(
            Person from, Person to, String name, Queue<String> acknowledged, CountDownLatch enough) {
        for (int i = 0; ; i++) {
            String text = name + i;
            try {
                Api.Answer answer =
                        from.api().post("/api/messages/", Map.of("receiver", to.username(), "content", text));
                if (answer.status() == 201) {
                    acknowledged.add(text);
                    enough.countDown();
                } else if (answer.status() != 429) {
                    return;
                }
            } catch (UncheckedIOException e) {
                return;
            }
        }
    }

    private static void sayUntilItFails(Xmpp client, Person to) {
        try {
            for (int i = 0; client.connection().isConnected(); i++) {
                client.say(to, "xmpp-" + i);
                if (i % 10 == 9) {
                    client.connection().requestSmAcknowledgement();
                }
            }
        } catch (Exception | AssertionError e) {
            // The server was killed: that is how this ends.
            client.connection().instantShutdown();
        }
    }

    private static Map<String, Integer> contents(Hearth hearth, Person person) {
        Map<String, Integer> contents = new HashMap<>();
        all(api(hearth, person), "/api/messages/?limit=200")
                .forEach(message -> contents.merge(message.path("content").asText(), 1, Integer::sum));
        return contents;
    }

    private static Api api(Hearth hearth, Person person) {
        Api.Answer token = expect(
                200,
                hearth.api().post("/api/token/", Map.of("username", person.username(), "password", Person.PASSWORD)));
        return hearth.api().as(token.get("access"));
    }

    private static List<JsonNode> all(Api api, String path) {
        List<JsonNode> items = new ArrayList<>();
        for (String cursor = ""; ; ) {
            JsonNode page = expect(200, api.get(path + cursor)).body();
            page.path("items").forEach(items::add);
            if (page.path("next").isNull()) {
                return items;
            }
            cursor = "&cursor=" + page.path("next").asText();
        }
    }

    @Test
    void whatever_was_said_and_uploaded_in_a_group_is_there_after_a_kill_on_both_doors() throws Exception {
        try (Hearth hearth = Hearth.start(builder -> builder.environment("HEARTH_REST_LIMIT_CALLER", "off"))) {
            Person alice = hearth.register("alice");
            Person bob = hearth.register("bob");
            Person carol = hearth.register("carol");
            expect(204, bob.api().post("/api/password/", Map.of("password", Person.PASSWORD)));
            Api.Answer group = expect(
                    201,
                    alice.api()
                            .post(
                                    "/api/groups/",
                                    Map.of("name", "Crash", "members", List.of(bob.username(), carol.username()))));

            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            Map<String, byte[]> files = new ConcurrentHashMap<>();
            CountDownLatch byRest = new CountDownLatch(ENOUGH);
            CountDownLatch byXmpp = new CountDownLatch(ENOUGH);
            CountDownLatch uploaded = new CountDownLatch(ENOUGH / 4);
            ExecutorService executor = Executors.newFixedThreadPool(3);
            Xmpp client = carol.connect();
            MultiUserChat room = join(client, group);
            // What comes back from the room was taken; a client with much on the way would be cut off.
            Semaphore onTheWay = new Semaphore(10);
            room.addMessageListener(message -> {
                String body = message.getBody();
                if (body != null && body.startsWith("xmpp-")) {
                    acknowledged.add(body);
                    byXmpp.countDown();
                    onTheWay.release();
                }
            });
            // A client that gets far more than it reads is cut off: until it has said enough, the others let it
            // breathe.
            executor.execute(() -> untilItFails(i -> {
                byXmpp.await(20, TimeUnit.MILLISECONDS);
                Map<String, String> body = Map.of("group", group.get("id"), "content", "rest-" + i);
                if (alice.api().post("/api/group-messages/", body).status() == 201) {
                    acknowledged.add("rest-" + i);
                    byRest.countDown();
                }
            }));
            executor.execute(() -> untilItFails(i -> {
                byXmpp.await(20, TimeUnit.MILLISECONDS);
                byte[] content = Uploads.noise(20_000 + i);
                Map<String, String> fields = Map.of("group", group.get("id"), "content", "file-" + i);
                Api.Answer answer = Uploads.post(
                        bob,
                        "/api/group-messages/",
                        Uploads.form(fields, "file", "a.bin", "application/octet-stream", content));
                if (answer.status() == 201) {
                    acknowledged.add("file-" + i);
                    files.put("file-" + i, content);
                    uploaded.countDown();
                }
            }));
            executor.execute(() -> untilItFails(i -> {
                onTheWay.acquire();
                room.sendMessage("xmpp-" + i);
            }));
            assertThat(byRest.await(90, TimeUnit.SECONDS)).isTrue();
            assertThat(byXmpp.await(90, TimeUnit.SECONDS)).isTrue();
            assertThat(uploaded.await(90, TimeUnit.SECONDS)).isTrue();

            hearth.engine().kill();
            client.connection().setReplyTimeout(200);
            client.connection().instantShutdown();
            executor.shutdownNow();
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            List<String> promised = List.copyOf(acknowledged);
            Map<String, byte[]> kept = Map.copyOf(files);
            hearth.engine().startAgain();

            Api api = api(hearth, bob);
            Map<String, JsonNode> found = new HashMap<>();
            all(api, "/api/group-messages/?limit=200&group=" + group.get("id")).forEach(message -> {
                String text = message.path("content").asText();
                assertThat(found.put(text, message)).as(text).isNull();
            });
            assertThat(found.keySet()).containsAll(promised);
            found.forEach((text, message) -> {
                byte[] content = kept.get(text);
                if (content != null) {
                    assertThat(bytes(api, message.at("/attachments/0/url").asText()))
                            .isEqualTo(content);
                }
            });
            try (Xmpp b = Xmpp.withPassword(bob, Person.PASSWORD)) {
                // A file's address follows the words that come with it.
                assertThat(history(b, group).stream()
                                .map(body -> body.split("\n", 2)[0])
                                .toList())
                        .doesNotHaveDuplicates()
                        .containsAll(promised);
            }
        }
    }

    private interface Step {
        void number(int i) throws Exception;
    }

    /** Takes steps until the server is killed: that is how this ends. */
    private static void untilItFails(Step step) {
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                step.number(i);
            }
        } catch (Exception | AssertionError killed) {
            Thread.currentThread().interrupt();
        }
    }

    private static MultiUserChat join(Xmpp client, Api.Answer group) throws Exception {
        MultiUserChat room = MultiUserChatManager.getInstanceFor(client.connection())
                .getMultiUserChat(JidCreate.entityBareFrom(group.get("jid")));
        room.join(Resourcepart.from(client.person().username()));
        return room;
    }

    private static List<String> history(Xmpp client, Api.Answer group) throws Exception {
        MamManager.MamQuery query = MamManager.getInstanceFor(
                        client.connection(), JidCreate.entityBareFrom(group.get("jid")))
                .queryArchive(MamManager.MamQueryArgs.builder()
                        .setResultPageSizeTo(200)
                        .build());
        List<String> bodies = new ArrayList<>();
        query.getMessages().forEach(message -> bodies.add(message.getBody()));
        while (!query.isComplete()) {
            query.pageNext(200).forEach(message -> bodies.add(message.getBody()));
        }
        return bodies;
    }

    private static byte[] bytes(Api api, String url) {
        try {
            return api.client()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everything_survives_a_restart() {
        try (Hearth hearth = Hearth.start(UnaryOperator.identity())) {
            Person alice = hearth.register("alice");
            Person bob = hearth.register("bob");
            String id = alice.send(bob, "before the restart").get("id");
            hearth.engine().restart();
            Api.Answer seen = expect(200, bob.api().get("/api/messages/" + id + "/"));
            assertThat(seen.get("content")).isEqualTo("before the restart");
            Api.Answer refreshed =
                    expect(200, hearth.api().post("/api/token/refresh/", Map.of("refresh", alice.refresh())));
            assertThat(refreshed.get("access")).isNotBlank();
            try (Xmpp b = bob.connect()) {
                b.awaitText("before the restart");
            }
        }
    }
}
