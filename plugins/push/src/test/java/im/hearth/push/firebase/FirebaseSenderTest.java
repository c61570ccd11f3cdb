package im.hearth.push.firebase;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Alerts;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Target;
import im.hearth.push.testing.FakeGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirebaseSenderTest {
    private static final Target PHONE = new Target("the-registration-token", null, null);

    private final FakeGoogle google = new FakeGoogle();
    private final Settings settings = new Settings(Map.of(), new MemoryProperties());
    private final FirebaseSender sender = new FirebaseSender(settings, Clock.fixed(Alerts.NOW, ZoneOffset.UTC));

    @BeforeEach
    void configure() {
        settings.set(FirebaseSettings.SERVICE_ACCOUNT, google.serviceAccount());
        settings.set(FirebaseSettings.URL, google.url());
    }

    @AfterEach
    void close() {
        sender.close();
        google.close();
    }

    private Receipt send(Alert alert) {
        return sender.send(PHONE, alert);
    }

    private Receipt wake() {
        return send(Alerts.wakeUp());
    }

    @Test
    void a_push_goes_out_with_an_access_token_that_serves_for_many() {
        assertThat(wake()).isEqualTo(new Receipt.Sent());
        assertThat(wake()).isEqualTo(new Receipt.Sent());
        assertThat(google.tokenRequests()).hasSize(1);
        assertThat(google.pushes()).hasSize(2).allSatisfy(push -> assertThat(push.getHeader("Authorization"))
                .isEqualTo("Bearer " + FakeGoogle.ACCESS_TOKEN));
    }

    @Test
    void a_wake_up_says_what_happened_where_and_shows_nothing_of_it() {
        wake();
        JsonNode message = google.message();
        assertThat(message.path("token").asText()).isEqualTo("the-registration-token");
        assertThat(message.path("data"))
                .isEqualTo(new com.fasterxml.jackson.databind.ObjectMapper()
                        .valueToTree(Map.of(
                                "id", "push-1",
                                "kind", "group_message",
                                "subject", "message-7",
                                "conversation", Alerts.CONVERSATION,
                                "unread", "3")));
        assertThat(message.has("notification")).isFalse();
        assertThat(message.path("android").has("notification")).isFalse();
    }

    @Test
    void title_and_text_are_shown_where_they_may_be() {
        send(Alerts.withText("Dinner is ready"));
        JsonNode message = google.message();
        assertThat(message.at("/notification/title").asText()).isEqualTo("Family");
        assertThat(message.at("/notification/body").asText()).isEqualTo("Dinner is ready");
        assertThat(message.at("/apns/payload/aps").has("alert")).isFalse();
    }

    @Test
    void a_long_text_is_cut_so_that_the_push_is_within_4096_bytes() {
        send(Alerts.withText("ä".repeat(10_000)));
        assertThat(google.message().at("/notification/body").asText()).endsWith("…");
        assertThat(google.pushes().get(0).getBody()).hasSizeLessThan(4096);
    }

    @Test
    void android_is_woken_at_once_for_as_long_as_the_alert_is_of_use() {
        send(Alerts.withText("Dinner is ready"));
        JsonNode android = google.message().path("android");
        assertThat(android.path("priority").asText()).isEqualTo("high");
        assertThat(android.path("ttl").asText()).isEqualTo("3600s");
        assertThat(android.path("collapse_key").asText())
                .hasSize(32)
                .isEqualTo(android.at("/notification/tag").asText());
    }

    @Test
    void apple_gets_an_alert_that_the_app_can_change_and_the_badge() {
        wake();
        JsonNode headers = google.message().at("/apns/headers");
        assertThat(headers.path("apns-push-type").asText()).isEqualTo("alert");
        assertThat(headers.path("apns-priority").asText()).isEqualTo("10");
        assertThat(headers.path("apns-expiration").asLong())
                .isEqualTo(Alerts.NOW.plusSeconds(3600).getEpochSecond());
        assertThat(headers.path("apns-collapse-id").asText()).hasSizeBetween(1, 64);
        JsonNode aps = google.message().at("/apns/payload/aps");
        assertThat(aps.path("badge").asInt()).isEqualTo(3);
        assertThat(aps.path("mutable-content").asInt()).isEqualTo(1);
        assertThat(aps.at("/alert/loc-key").asText()).isEqualTo("hearth_group_message");
    }

    @Test
    void a_push_that_stands_alone_replaces_nothing() {
        send(Alerts.of(null, null, null));
        JsonNode message = google.message();
        assertThat(message.path("android").has("collapse_key")).isFalse();
        assertThat(message.at("/apns/headers").has("apns-collapse-id")).isFalse();
        assertThat(message.path("data").has("conversation")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"404,NOT_FOUND,UNREGISTERED,unregistered", "403,PERMISSION_DENIED,SENDER_ID_MISMATCH,sender-id-mismatch"
    })
    void a_token_that_is_dead_or_of_another_project_is_gone(int http, String status, String code, String reason) {
        google.pushesAnswer(FakeGoogle.error(http, status, code));
        assertThat(wake()).isEqualTo(new Receipt.Gone(reason));
    }

    @Test
    void a_token_that_is_none_is_gone() {
        google.pushesAnswer(FakeGoogle.error(
                400,
                "INVALID_ARGUMENT",
                "The registration token is not a valid FCM registration token",
                FakeGoogle.detail("INVALID_ARGUMENT")));
        assertThat(wake()).isEqualTo(new Receipt.Gone("invalid-token"));

        google.pushesAnswer(FakeGoogle.error(
                400,
                "INVALID_ARGUMENT",
                "Request contains an invalid argument.",
                FakeGoogle.detail("INVALID_ARGUMENT") + "," + FakeGoogle.violation("message.token")));
        assertThat(wake()).isEqualTo(new Receipt.Gone("invalid-token"));
    }

    @Test
    void a_push_that_firebase_does_not_understand_is_refused_and_the_device_stays() {
        google.pushesAnswer(FakeGoogle.error(
                400,
                "INVALID_ARGUMENT",
                "Message too big",
                FakeGoogle.detail("INVALID_ARGUMENT") + "," + FakeGoogle.violation("message.data")));
        assertThat(wake()).isEqualTo(new Receipt.Refused("invalid-argument"));
    }

    @ParameterizedTest
    @CsvSource({
        "429,RESOURCE_EXHAUSTED,QUOTA_EXCEEDED,quota-exceeded",
        "503,UNAVAILABLE,UNAVAILABLE,unavailable",
        "500,INTERNAL,INTERNAL,internal",
        "502,UNKNOWN,'',http-502",
        "403,PERMISSION_DENIED,'',firebase-permission-denied",
        "404,NOT_FOUND,'',firebase-project-unknown"
    })
    void what_passes_or_can_be_mended_waits_as_long_as_firebase_says(
            int http, String status, String code, String reason) {
        google.pushesAnswer(FakeGoogle.error(http, status, code).withHeader("Retry-After", "30"));
        assertThat(wake()).isEqualTo(new Receipt.Later(reason, Duration.ofSeconds(30)));
        // Repeating is the queue's.
        assertThat(google.pushes()).hasSize(1);
    }

    @Test
    void a_key_that_apple_does_not_take_is_the_operators() {
        google.pushesAnswer(FakeGoogle.error(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR")
                .withHeader("Retry-After", "30"));
        // The SDK asks for a new access token first, and tries that.
        assertThat(wake()).isEqualTo(new Receipt.Later("firebase-apns-key-refused", Duration.ofSeconds(30)));
    }

    @Test
    void an_access_token_that_firebase_does_not_take_is_the_operators() {
        google.pushesAnswer(FakeGoogle.error(401, "UNAUTHENTICATED", ""));
        assertThat(wake()).isEqualTo(new Receipt.Later("firebase-credentials-refused", null));
    }

    @Test
    void an_account_that_google_refuses_lets_pushes_wait() {
        google.tokensAnswer(
                jsonResponse("{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}", 400));
        assertThat(wake()).isEqualTo(new Receipt.Later("firebase-credentials-refused", null));
        assertThat(google.pushes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void a_token_endpoint_that_is_away_lets_pushes_wait_and_is_asked_once(int status) {
        google.tokensAnswer(jsonResponse("{}", status).withHeader("Retry-After", "30"));
        assertThat(wake()).isInstanceOfSatisfying(Receipt.Later.class, later -> assertThat(later.after())
                .isEqualTo(Duration.ofSeconds(30)));
        assertThat(google.tokenRequests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_connection_that_breaks_lets_pushes_wait(Fault fault) {
        google.everythingAnswers(aResponse().withFault(fault));
        assertThat(wake()).isInstanceOf(Receipt.Later.class);
    }

    @Test
    void a_firebase_that_nobody_reaches_lets_pushes_wait() {
        google.stop();
        assertThat(wake()).isEqualTo(new Receipt.Later("unreachable", null));
    }

    @Test
    void a_firebase_that_takes_longer_than_the_timeout_lets_pushes_wait() {
        settings.set(FirebaseSettings.TIMEOUT, "PT0.3S");
        google.everythingAnswers(jsonResponse("{}", 200).withFixedDelay(60_000));
        assertThat(wake()).isEqualTo(new Receipt.Later("unreachable", null));
    }

    @Test
    void without_an_account_pushes_wait_and_once_it_is_there_they_go() {
        String account = settings.get(FirebaseSettings.SERVICE_ACCOUNT);
        settings.set(FirebaseSettings.SERVICE_ACCOUNT, "");
        assertThat(wake()).isEqualTo(new Receipt.Later("firebase-not-configured", null));
        settings.set(FirebaseSettings.SERVICE_ACCOUNT, account);
        assertThat(wake()).isEqualTo(new Receipt.Sent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "not JSON",
                "{\"type\": \"authorized_user\"}",
                "{\"type\": \"service_account\", \"private_key\": \"x\"}"
            })
    void an_account_that_is_none_lets_pushes_wait(String json) {
        settings.set(FirebaseSettings.SERVICE_ACCOUNT, json);
        assertThat(wake()).isEqualTo(new Receipt.Later("firebase-credentials-unreadable", null));
    }

    @Test
    void the_account_may_lie_in_a_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("account.json");
        Files.writeString(file, google.serviceAccount());
        settings.set(FirebaseSettings.SERVICE_ACCOUNT, "");
        settings.set(FirebaseSettings.CREDENTIALS_FILE, file.toString());
        assertThat(wake()).isEqualTo(new Receipt.Sent());

        Files.delete(file);
        assertThat(wake()).isEqualTo(new Receipt.Later("firebase-credentials-unreadable", null));
    }
}
