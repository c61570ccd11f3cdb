package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;

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
        Api.Answer token = expect(
                200,
                hearth.api().post("/api/token/", Map.of("username", person.username(), "password", Person.PASSWORD)));
        Api api = hearth.api().as(token.get("access"));
        Map<String, Integer> contents = new HashMap<>();
        for (String cursor = ""; ; ) {
            JsonNode page =
                    expect(200, api.get("/api/messages/?limit=200" + cursor)).body();
            page.path("items")
                    .forEach(message -> contents.merge(message.path("content").asText(), 1, Integer::sum));
            if (page.path("next").isNull()) {
                return contents;
            }
            cursor = "&cursor=" + page.path("next").asText();
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
