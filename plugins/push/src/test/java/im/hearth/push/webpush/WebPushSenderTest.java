package im.hearth.push.webpush;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Alerts;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Target;
import im.hearth.push.testing.Browser;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPushSenderTest {
    private final WireMockServer service =
            new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
    private final Settings settings = new Settings(Map.of(), new MemoryProperties());
    private final MutableClock clock = new MutableClock();
    private final VapidKeys keys = new VapidKeys(settings, new SecretBox(new byte[32], new SecureRandom()));
    private final WebPushSender sender =
            new WebPushSender(settings, keys, "chat.example.org", clock, new SecureRandom());
    private final ObjectMapper json = new ObjectMapper();
    private final Browser browser;

    WebPushSenderTest() throws GeneralSecurityException {
        browser = Browser.fresh();
    }

    @BeforeEach
    void start() {
        Security.addProvider(new BouncyCastleProvider());
        service.start();
        settings.set(WebPushSettings.ALLOW_LOOPBACK, "true");
        answer(aResponse().withStatus(201).withHeader("Location", "https://push.example.net/m/1"));
    }

    @AfterEach
    void stop() {
        sender.close();
        service.stop();
    }

    private void answer(ResponseDefinitionBuilder response) {
        service.stubFor(any(anyUrl()).willReturn(response));
    }

    private String origin() {
        return "http://127.0.0.1:" + service.port();
    }

    private Target target() {
        return Targets.of(browser, origin() + "/wpush/v2/gAAAAAB");
    }

    private Receipt send(Alert alert) {
        return sender.send(target(), alert);
    }

    private Receipt wake() {
        return send(Alerts.wakeUp());
    }

    private List<LoggedRequest> requests() {
        return service.getServeEvents().getRequests().stream()
                .map(event -> event.getRequest())
                .toList();
    }

    private LoggedRequest request() {
        assertThat(requests()).hasSize(1);
        return requests().get(0);
    }

    private JsonNode opened() throws Exception {
        return json.readTree(browser.open(request().getBody()));
    }

    private static String part(LoggedRequest request, String name) {
        for (String part :
                request.getHeader("Authorization").substring("vapid ".length()).split(",", -1)) {
            String[] pair = part.trim().split("=", 2);
            if (pair[0].equals(name)) {
                return pair[1];
            }
        }
        throw new AssertionError("No " + name);
    }

    @Test
    void a_push_is_accepted_and_tells_how_long_it_is_good_and_what_it_replaces() {
        assertThat(wake()).isEqualTo(new Receipt.Sent());
        LoggedRequest request = request();
        assertThat(request.getMethod().getName()).isEqualTo("POST");
        assertThat(request.getUrl()).isEqualTo("/wpush/v2/gAAAAAB");
        assertThat(request.getHeader("TTL")).isEqualTo("3600");
        assertThat(request.getHeader("Urgency")).isEqualTo("high");
        assertThat(request.getHeader("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(request.getHeader("Topic")).matches("[A-Za-z0-9_-]{32}");
    }

    @Test
    void a_push_that_stands_alone_has_no_topic() {
        send(Alerts.of(null, null, null));
        assertThat(request().getHeader("Topic")).isNull();
    }

    @Test
    void two_devices_of_a_conversation_do_not_share_a_topic() throws GeneralSecurityException {
        wake();
        sender.send(Targets.of(Browser.fresh(), origin() + "/wpush/v2/another"), Alerts.wakeUp());
        assertThat(requests()).extracting(request -> request.getHeader("Topic")).doesNotHaveDuplicates();
    }

    @Test
    void the_browser_reads_what_happened_and_nobody_on_the_way_does() throws Exception {
        send(Alerts.withText("Dinner is ready"));
        assertThat(opened()).isEqualTo(json.readTree("""
                        {"id": "push-1", "kind": "group_message", "unread": 3, "subject": "message-7",
                         "conversation": "family@groups.chat.example.org", "title": "Family",
                         "text": "Dinner is ready"}
                        """));
    }

    @Test
    void a_wake_up_says_nothing_of_what_was_written() throws Exception {
        wake();
        assertThat(opened().has("title")).isFalse();
        assertThat(opened().has("text")).isFalse();
    }

    @Test
    void the_length_tells_nothing_of_a_short_text() throws GeneralSecurityException {
        wake();
        send(Alerts.withText("Dinner is ready"));
        assertThat(requests()).extracting(request -> request.getBody().length).containsOnly(86 + 512 + 1 + 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "\u0001", "\"", "🎉"})
    void the_longest_text_fits_into_what_each_push_service_takes(String character) throws Exception {
        assertThat(send(Alerts.withText(character.repeat(20_000)))).isEqualTo(new Receipt.Sent());
        assertThat(request().getBody()).hasSizeLessThan(3 * 1024 + 104);
        assertThat(opened().path("kind").asText()).isEqualTo("group_message");
    }

    @Test
    void the_push_service_can_check_who_we_are() throws Exception {
        wake();
        byte[] key = Browser.decode(part(request(), "k"));
        assertThat(Browser.encode(key)).isEqualTo(keys.publicKey());
        SignedJWT token = SignedJWT.parse(part(request(), "t"));
        assertThat(token.verify(new ECDSAVerifier(Browser.publicKey(key)))).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly(origin());
        assertThat(claims.getSubject()).isEqualTo("mailto:postmaster@chat.example.org");
        assertThat(claims.getExpirationTime().toInstant()).isEqualTo(Alerts.NOW.plus(Duration.ofHours(12)));
    }

    @Test
    void an_operator_says_whom_a_push_service_may_write_to() throws ParseException {
        settings.set(WebPushSettings.SUBJECT, "mailto:admin@example.org");
        wake();
        assertThat(SignedJWT.parse(part(request(), "t")).getJWTClaimsSet().getSubject())
                .isEqualTo("mailto:admin@example.org");
    }

    @Test
    void a_token_serves_for_hours_and_is_renewed_before_it_expires() throws ParseException, JOSEException {
        wake();
        clock.advance(Duration.ofHours(5));
        wake();
        clock.advance(Duration.ofHours(2));
        wake();
        assertThat(requests().stream().map(request -> part(request, "t")).distinct())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void each_success_is_one(int status) {
        answer(aResponse().withStatus(status));
        assertThat(wake()).isEqualTo(new Receipt.Sent());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void a_subscription_that_has_ended_is_gone(int status) {
        answer(aResponse().withStatus(status));
        assertThat(wake()).isEqualTo(new Receipt.Gone("http-" + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 415})
    void what_a_push_service_does_not_understand_is_refused(int status) {
        answer(aResponse().withStatus(status));
        assertThat(wake()).isEqualTo(new Receipt.Refused("http-" + status));
    }

    @ParameterizedTest
    @CsvSource({"429,17,17", "503,'Thu, 15 Jan 2026 12:02:00 GMT',120", "500,60,60"})
    void a_push_service_that_is_busy_or_away_is_left_alone_for_as_long_as_it_says(
            int status, String header, int seconds) {
        answer(aResponse().withStatus(status).withHeader("Retry-After", header));
        assertThat(wake()).isEqualTo(new Receipt.Later("http-" + status, Duration.ofSeconds(seconds)));
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_key_that_is_refused_lets_the_push_wait(int status) {
        answer(aResponse().withStatus(status));
        assertThat(wake()).isEqualTo(new Receipt.Later("webpush-vapid-refused", null));
    }

    @Test
    void no_redirect_is_followed() {
        answer(aResponse().withStatus(307).withHeader("Location", origin() + "/elsewhere"));
        assertThat(wake()).isEqualTo(new Receipt.Refused("http-307"));
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE"})
    void a_connection_that_breaks_lets_the_push_wait(Fault fault) {
        answer(aResponse().withFault(fault));
        assertThat(wake()).isEqualTo(new Receipt.Later("unreachable", null));
        assertThat(requests()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void an_answer_without_end_is_not_read() {
        answer(aResponse().withStatus(201).withBody("x".repeat(100_000)).withChunkedDribbleDelay(100, 600_000));
        assertThat(wake()).isEqualTo(new Receipt.Sent());
    }

    @Test
    void a_push_service_that_takes_longer_than_the_timeout_lets_the_push_wait() {
        settings.set(WebPushSettings.TIMEOUT, "PT0.3S");
        answer(aResponse().withStatus(201).withFixedDelay(60_000));
        assertThat(wake()).isEqualTo(new Receipt.Later("unreachable", null));
    }

    @Test
    void a_certificate_that_nobody_signed_gets_nothing() {
        Target target = Targets.of(browser, "https://127.0.0.1:" + service.httpsPort() + "/wpush/v2/gAAAAAB");
        assertThat(sender.send(target, Alerts.wakeUp())).isEqualTo(new Receipt.Later("unreachable", null));
        assertThat(requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1/push", "https://10.0.0.1/push", "https://[::1]/push", "https://localhost/push"
            })
    void nothing_is_sent_into_our_own_network(String endpoint) {
        settings.set(WebPushSettings.ALLOW_LOOPBACK, "false");
        assertThat(sender.send(Targets.of(browser, endpoint), Alerts.wakeUp()))
                .isEqualTo(new Receipt.Refused("forbidden-address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.net/a",
                "https://push.example.net:8443/a",
                "https://user@push.example.net/a",
                "ftp://x/",
                "https:///a",
                "push",
                "https://push.example.net/a b"
            })
    void an_endpoint_that_is_none_of_a_push_service_is_gone(String endpoint) {
        assertThat(sender.send(Targets.of(browser, endpoint), Alerts.wakeUp()))
                .isEqualTo(new Receipt.Gone("invalid-subscription"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "not JSON",
                "{\"p256dh\": \"AAAA\", \"auth\": \"AAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"p256dh\": \"!\", \"auth\": \"AAAAAAAAAAAAAAAAAAAAAA\"}"
            })
    void keys_that_are_none_make_a_subscription_useless(String detail) {
        assertThat(sender.send(new Target(origin() + "/a", detail, null), Alerts.wakeUp()))
                .isEqualTo(new Receipt.Gone("invalid-subscription"));
    }

    @Test
    void a_point_that_is_not_on_the_curve_is_no_key() {
        byte[] point = new byte[65];
        point[0] = 4;
        point[64] = 1;
        String detail = """
                {"p256dh": "%s", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}""".formatted(Browser.encode(point));
        assertThat(sender.send(new Target(origin() + "/a", detail, null), Alerts.wakeUp()))
                .isEqualTo(new Receipt.Gone("invalid-subscription"));
    }
}
