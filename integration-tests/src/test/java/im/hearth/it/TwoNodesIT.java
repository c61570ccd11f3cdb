package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.engine.EngineProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one database: what Hearth keeps is kept once, whichever node is asked. Stanzas between the nodes are the
 * affair of the server's own clustering, which the embedded engine lacks; so are rooms.
 */
final class TwoNodesIT {
    private static final int TRIES = 10;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static Hearth one;
    private static Hearth two;

    @BeforeAll
    static void start(@TempDir Path files) {
        assumeThat(Databases.isPostgres())
                .as("the embedded database is one node's own")
                .isTrue();
        String database = Databases.url(Databases.freshName(), Databases.port());
        // The same key, and a folder that both see, as a cluster needs them.
        String key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        UnaryOperator<EngineProcess.Builder> node = builder -> builder.db(database)
                .environment("HEARTH_MASTER_KEY", key)
                .environment("HEARTH_MEDIA_FOLDER", files.toString())
                .environment("HEARTH_EVENTS_HEARTBEAT", "PT2S")
                .environment("HEARTH_REST_LIMIT_SHARED", "true");
        one = Hearth.start(node);
        two = Hearth.start(node);
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        if (two != null) {
            two.close();
        }
        if (one != null) {
            one.close();
        }
    }

    /** The same person, at the other node. */
    private static Person at(Hearth node, Person person) {
        return new Person(
                node,
                person.username(),
                person.phoneNumber(),
                person.access(),
                person.refresh(),
                node.api().as(person.access()));
    }

    /** Does both at once. */
    private static List<Api.Answer> race(Callable<Api.Answer> first, Callable<Api.Answer> second) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Api.Answer>> answers = new ArrayList<>();
        for (Callable<Api.Answer> deed : List.of(first, second)) {
            answers.add(THREADS.submit(() -> {
                start.await();
                return deed.call();
            }));
        }
        return List.of(answers.get(0).get(), answers.get(1).get());
    }

    private static List<Integer> statuses(List<Api.Answer> answers) {
        return answers.stream().map(Api.Answer::status).sorted().toList();
    }

    @Test
    void a_token_is_good_on_both_nodes_and_dead_on_both_soon_after_it_is_revoked() {
        Person alice = one.register("alice");
        Person there = at(two, alice);
        expect(200, there.api().get("/api/users/me/"));
        try (Events stream = Events.sse(alice, null)) {
            expect(204, two.api().post("/api/token/revoke/", Map.of("refresh", alice.refresh())));

            expect(401, there.api().get("/api/users/me/"));
            // A node asks again for what it knows of a session after a few seconds.
            await().atMost(Hearth.PATIENCE)
                    .until(() -> alice.api().get("/api/users/me/").status() == 401);
            stream.awaitEnd();
        }
    }

    @Test
    void a_refresh_token_that_both_nodes_get_at_once_works_on_one_of_them_at_most() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            Map<String, String> body = Map.of("refresh", one.register("alice").refresh());

            List<Api.Answer> answers = race(() -> one.api().post("/api/token/refresh/", body), () -> two.api()
                    .post("/api/token/refresh/", body));

            assertThat(statuses(answers)).containsExactly(200, 401);
        }
    }

    @Test
    void a_code_that_both_nodes_get_at_once_opens_one_session() throws Exception {
        Person alice = one.register("alice");
        for (int i = 0; i < 3; i++) {
            String id = expect(202, one.api().post("/api/otp/", Map.of("phone_number", alice.phoneNumber())))
                    .get("verification_id");
            Map<String, String> body = Map.of("verification_id", id, "code", one.codeFor(alice.phoneNumber()));

            List<Api.Answer> answers = race(
                    () -> one.api().post("/api/token/", body), () -> two.api().post("/api/token/", body));

            assertThat(statuses(answers).get(0)).isEqualTo(200);
            assertThat(statuses(answers).get(1)).isGreaterThanOrEqualTo(400).isLessThan(500);
        }
    }

    @Test
    void how_many_codes_a_number_gets_is_counted_over_both_nodes() {
        Map<String, String> body = Map.of("phone_number", Hearth.freshNumber());
        List<Integer> statuses = IntStream.range(0, 8)
                .mapToObj(i ->
                        (i % 2 == 0 ? one : two).api().post("/api/otp/", body).status())
                .toList();

        assertThat(statuses).filteredOn(status -> status == 202).hasSizeLessThanOrEqualTo(5);
        assertThat(statuses).contains(429);
    }

    @Test
    void an_idempotent_request_that_both_nodes_get_at_once_is_done_once() throws Exception {
        Person alice = one.register("alice");
        Person bob = one.register("bob");
        for (int i = 0; i < TRIES; i++) {
            String key = "once-" + i;
            String body = Api.json(Map.of("receiver", bob.username(), "content", key));

            race(
                    () -> idempotent(alice.api(), key, body),
                    () -> idempotent(at(two, alice).api(), key, body));

            JsonNode found = expect(200, bob.api().get("/api/messages/?with=" + alice.username() + "&limit=200"))
                    .body()
                    .path("items");
            assertThat(found)
                    .filteredOn(message -> message.path("content").asText().equals(key))
                    .hasSize(1);
        }
    }

    private static Api.Answer idempotent(Api api, String key, String body) {
        return api.send(api.request("/api/messages/")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void a_username_that_both_nodes_get_at_once_is_given_once() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            String username = Hearth.freshUsername("twin");
            String here = Hearth.freshNumber();
            String there = Hearth.freshNumber();
            Map<String, String> first = Map.of("phone_number", here, "username", username);
            Map<String, String> second = Map.of("phone_number", there, "username", username);
            List<Api.Answer> asked = race(
                    () -> one.api().post("/api/users/", first), () -> two.api().post("/api/users/", second));
            if (statuses(asked).equals(List.of(202, 202))) {
                Map<String, String> mine =
                        Map.of("verification_id", asked.get(0).get("verification_id"), "code", one.codeFor(here));
                Map<String, String> theirs =
                        Map.of("verification_id", asked.get(1).get("verification_id"), "code", two.codeFor(there));

                List<Api.Answer> tokens = race(() -> one.api().post("/api/token/", mine), () -> two.api()
                        .post("/api/token/", theirs));

                assertThat(statuses(tokens)).containsExactly(200, 409);
            } else {
                assertThat(statuses(asked)).containsExactly(202, 409);
            }
        }
    }

    @Test
    void what_is_sent_at_either_node_reaches_a_stream_at_one_in_its_order_and_nothing_is_lost() throws Exception {
        Person alice = one.register("alice");
        Person bob = one.register("bob");
        Person carol = two.register("carol");
        int each = 50;
        try (Events stream = Events.sse(bob, null)) {
            List<Future<?>> senders = new ArrayList<>();
            for (Person sender : List.of(at(two, alice), carol)) {
                senders.add(THREADS.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        sender.send(bob, sender.username() + " " + i);
                    }
                }));
            }
            senders.add(THREADS.submit(() -> {
                for (int i = 0; i < each; i++) {
                    alice.send(bob, "here " + i);
                }
            }));
            for (Future<?> sender : senders) {
                sender.get();
            }
            List<Long> ids = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            while (texts.size() < 3 * each) {
                Events.Event event = stream.await(next -> next.type().equals("message.created"));
                ids.add(Long.parseLong(String.valueOf(event.id())));
                texts.add(event.text("content"));
            }
            assertThat(ids).isSorted();
            assertThat(texts).doesNotHaveDuplicates();
            for (String who : List.of(alice.username(), carol.username(), "here")) {
                assertThat(texts)
                        .filteredOn(text -> text.startsWith(who + " "))
                        .containsExactlyElementsOf(IntStream.range(0, each)
                                .mapToObj(i -> who + " " + i)
                                .toList());
            }
        }
    }

    @Test
    void votes_at_both_nodes_at_once_are_one_vote_a_person() throws Exception {
        Person alice = one.register("alice");
        Person bob = one.register("bob");
        for (int i = 0; i < TRIES; i++) {
            String id = poll(alice, bob, Map.of()).get("id");
            Map<String, Object> first = Map.of("poll", id, "selected_options", List.of("1"));
            Map<String, Object> second = Map.of("poll", id, "selected_options", List.of("2"));

            List<Api.Answer> answers = race(
                    () -> bob.api().post("/api/poll-votes/", first),
                    () -> at(two, bob).api().post("/api/poll-votes/", second));

            assertThat(statuses(answers)).containsExactly(200, 200);
            await().atMost(Hearth.PATIENCE).untilAsserted(() -> {
                JsonNode options = expect(200, alice.api().get("/api/polls/" + id + "/"))
                        .body()
                        .path("options");
                assertThat(options.path(0).path("votes").asInt()
                                + options.path(1).path("votes").asInt())
                        .isOne();
            });
        }
    }

    @Test
    void a_poll_that_ends_by_itself_is_closed_once_by_one_of_the_nodes() {
        Person alice = one.register("alice");
        Person bob = two.register("bob");
        try (Events here = Events.sse(alice, null);
                Events there = Events.sse(bob, null)) {
            String id = poll(
                            alice,
                            bob,
                            Map.of("closes_at", Instant.now().plusSeconds(3).toString()))
                    .get("id");
            for (Events stream : List.of(here, there)) {
                stream.await(event -> isClosing(event, id));
            }
            // What is told next comes after all that was told of the poll.
            bob.send(alice, "closed?");
            for (Events stream : List.of(here, there)) {
                List<Events.Event> told = new ArrayList<>();
                stream.await(event -> {
                    told.add(event);
                    return event.isMessage("message.created", "closed?");
                });
                assertThat(told).noneMatch(event -> isClosing(event, id));
            }
        }
    }

    private static boolean isClosing(Events.Event event, String poll) {
        return event.type().equals("poll.changed")
                && event.text("id").equals(poll)
                && event.data().path("is_closed").asBoolean();
    }

    private static Api.Answer poll(Person asker, Person other, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("receiver", other.username());
        body.put("question", "Pizza?");
        body.put("options", List.of("Yes", "No"));
        return expect(201, asker.api().post("/api/polls/", body));
    }

    private static void befriend(Person one, Person other) {
        String request = expect(201, one.api().post("/api/friendships/", Map.of("friend", other.username())))
                .get("id");
        expect(200, other.api().patch("/api/friendships/" + request + "/", Map.of("status", "accepted")));
    }

    @Test
    void who_asks_too_often_at_one_node_has_to_wait_at_the_other_too() {
        Person alice = one.register("alice");
        Api atTwo = at(two, alice).api();
        int refused = await().atMost(Hearth.PATIENCE)
                .until(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                alice.api().get("/api/tags/");
                            }
                            return atTwo.get("/api/tags/").status();
                        },
                        status -> status == 429);
        assertThat(refused).isEqualTo(429);
    }

    @Test
    void a_friend_who_has_a_stream_at_the_other_node_is_online() {
        Person alice = one.register("alice");
        Person bob = one.register("bob");
        befriend(alice, bob);
        String status = "/api/user-statuses/" + bob.username() + "/";

        try (Events stream = Events.sse(at(two, bob), null)) {
            assertThat(stream.lastId()).isNotNull();
            await().atMost(Hearth.PATIENCE).until(() -> expect(200, alice.api().get(status))
                    .get("is_online")
                    .equals("true"));
        }
        await().atMost(Hearth.PATIENCE)
                .until(() ->
                        expect(200, alice.api().get(status)).get("is_online").equals("false"));
    }

    @Test
    void what_a_friend_says_of_themselves_at_one_node_is_told_to_a_stream_at_the_other() {
        Person alice = one.register("alice");
        Person bob = one.register("bob");
        befriend(alice, bob);
        String status = "/api/user-statuses/" + bob.username() + "/";
        try (Events stream = Events.sse(at(two, alice), null)) {
            assertThat(stream.lastId()).isNotNull();
            // The node that bob is at knows within seconds that alice reads at the other one.
            await().atMost(Hearth.PATIENCE)
                    .until(() -> expect(200, bob.api().get("/api/user-statuses/" + alice.username() + "/"))
                            .get("is_online")
                            .equals("true"));

            expect(200, bob.api().patch(status, Map.of("status_text", "In the garden")));

            Events.Event event = stream.await(next ->
                    next.type().equals("presence.changed") && next.text("user").equals(bob.username()));
            assertThat(event.data().toString()).contains("In the garden");
        }
    }

    @Test
    void a_block_at_one_node_holds_at_the_other_within_seconds() {
        Person alice = one.register("alice");
        Person bob = two.register("bob");
        bob.send(alice, "before");

        expect(201, alice.api().post("/api/user-blocks/", Map.of("blocked_user", bob.username())));

        await().atMost(Hearth.PATIENCE).untilAsserted(() -> {
            String content = "after " + Instant.now();
            bob.send(alice, content);
            assertThat(expect(200, alice.api().get("/api/messages/?with=" + bob.username()))
                            .text())
                    .doesNotContain(content);
        });
    }

    @Test
    void a_file_that_came_to_one_node_is_read_at_the_other() throws Exception {
        Person alice = one.register("alice");
        byte[] content = Uploads.noise(1_000);
        URI there = URI.create(expect(201, Uploads.upload(alice, "a.bin", "application/octet-stream", content))
                .get("url"));

        HttpRequest request = HttpRequest.newBuilder(URI.create(two.engine().webUrl() + there.getRawPath()))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(content);
    }
}
