package im.hearth.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import im.hearth.push.testing.Browser;
import im.hearth.push.testing.FakeGoogle;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pushes through Firebase's own SDK and by Web Push, from a started server, to providers that answer as the real ones do. */
final class ProvidersIT {
    private static final FakeGoogle GOOGLE = new FakeGoogle();
    private static final String SENT = "{\"name\": \"projects/hearth-test/messages/1\"}";
    private static final Hearth HEARTH =
            Hearth.start(engine -> engine.environment("HEARTH_PUSH_FIREBASE_SERVICE_ACCOUNT", GOOGLE.serviceAccount())
                    .environment("HEARTH_PUSH_FIREBASE_URL", GOOGLE.url())
                    .environment("HEARTH_PUSH_WEBPUSH_ALLOW_LOOPBACK", "true")
                    .environment("HEARTH_PUSH_WEBPUSH_SUBJECT", "mailto:admin@example.org"));

    private final WireMockServer browsers =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final Person alice = HEARTH.register("alice");
    private final Person bob = HEARTH.register("bob");

    ProvidersIT() {
        browsers.start();
        browsers.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201)));
        GOOGLE.pushesAnswer(jsonResponse(SENT, 200));
    }

    @AfterAll
    static void stop() {
        HEARTH.close();
        GOOGLE.close();
    }

    @AfterEach
    void close() {
        browsers.stop();
    }

    private static String phone(Person person) {
        String token = UUID.randomUUID().toString();
        expect(201, person.api().post("/api/devices/", Map.of("platform", "fcm", "device_token", token)));
        return token;
    }

    /** Alice's. */
    private void subscribe(Browser browser) {
        Map<String, String> keys = Map.of("p256dh", browser.key(), "auth", browser.auth());
        Map<String, Object> subscription = Map.of("endpoint", browsers.baseUrl() + "/wpush/v2/gAAAAAB", "keys", keys);
        expect(201, alice.api().post("/api/devices/", Map.of("platform", "webpush", "subscription", subscription)));
    }

    private static JsonNode devices(Person person) {
        return expect(200, person.api().get("/api/devices/")).body().path("items");
    }

    /** What was sent to a phone, oldest first. */
    private static List<JsonNode> pushes(String token) {
        return GOOGLE.pushes().stream()
                .map(push -> json(push.getBodyAsString()).path("message"))
                .filter(message -> message.path("token").asText().equals(token))
                .toList();
    }

    private static JsonNode awaitPush(String token) {
        await().atMost(Hearth.PATIENCE).until(() -> !pushes(token).isEmpty());
        return pushes(token).get(0);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_message_wakes_a_phone_through_firebase() {
        String token = phone(alice);
        String id = bob.send(alice, "Are you there?").get("id");

        JsonNode message = awaitPush(token);
        assertThat(message.at("/data/kind").asText()).isEqualTo("message");
        assertThat(message.at("/data/subject").asText()).isEqualTo(id);
        assertThat(message.at("/data/conversation").asText()).isEqualTo(bob.jid());
        assertThat(message.at("/notification/body").asText()).isEqualTo("Are you there?");
    }

    @Test
    void a_phone_that_has_the_app_no_more_is_forgotten() {
        GOOGLE.pushesAnswer(FakeGoogle.error(404, "NOT_FOUND", "UNREGISTERED"));
        phone(alice);
        assertThat(devices(alice)).hasSize(1);

        bob.send(alice, "Gone?");

        await().atMost(Hearth.PATIENCE).until(() -> devices(alice).isEmpty());
    }

    @Test
    void what_firebase_could_not_take_goes_out_once_when_it_can_again() {
        GOOGLE.pushesAnswer(jsonResponse("{}", 503).withHeader("Retry-After", "1"));
        String token = phone(alice);
        bob.send(alice, "Later");
        awaitPush(token);
        int failed = pushes(token).size();
        GOOGLE.pushesAnswer(jsonResponse(SENT, 200));

        await().atMost(Hearth.PATIENCE).until(() -> pushes(token).size() > failed);
        String second = phone(bob);
        alice.send(bob, "After it");
        awaitPush(second);
        assertThat(pushes(token).size()).isLessThanOrEqualTo(failed + 1);
        assertThat(devices(alice)).hasSize(1);
    }

    @Test
    void a_message_wakes_a_browser_which_alone_can_read_it() throws Exception {
        Browser browser = Browser.fresh();
        String key = expect(200, alice.api().get("/api/devices/vapid/")).get("public_key");
        subscribe(browser);
        bob.send(alice, "For your eyes");

        await().atMost(Hearth.PATIENCE)
                .until(() -> !browsers.getAllServeEvents().isEmpty());
        LoggedRequest push = browsers.getAllServeEvents().get(0).getRequest();
        assertThat(push.getHeader("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(push.getHeader("Authorization")).startsWith("vapid ").contains("k=" + key);
        assertThat(push.getBodyAsString()).doesNotContain("eyes");
        assertThat(browser.open(push.getBody())).contains("For your eyes", bob.jid());
    }

    @Test
    void a_browser_that_has_unsubscribed_is_forgotten() throws Exception {
        browsers.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(410)));
        Browser browser = Browser.fresh();
        subscribe(browser);

        bob.send(alice, "Gone?");

        await().atMost(Hearth.PATIENCE).until(() -> devices(alice).isEmpty());
    }
}
