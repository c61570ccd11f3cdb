package im.hearth.phoneauth.sms;

import static im.hearth.phoneauth.House.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.phoneauth.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioVerifySenderTest {
    private static final PhoneNumber TO = new PhoneNumber(ALICE, "DE", 49);

    private final FakeTwilio twilio = new FakeTwilio();
    private final Settings settings = new Settings(Map.of(), new MemoryProperties());
    private final TwilioClient client = new TwilioClient(settings);
    private final TwilioVerifySender sender = new TwilioVerifySender(client);

    @BeforeEach
    void configure() {
        twilio.configure(settings);
    }

    @AfterEach
    void close() {
        client.close();
        twilio.close();
    }

    private Problem sendingFails() {
        Problem problem = Problems.of(() -> sender.send(TO, Channel.SMS, "123456"));
        assertThat(problem.detail()).doesNotContain(ALICE.substring(1), "123456");
        assertThat(problem.getCause()).isNull();
        return problem;
    }

    private boolean check() {
        return sender.check(FakeTwilio.VERIFICATION, "123456");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void twilio_is_asked_for_a_verification_and_its_sid_is_the_reference(Channel channel) {
        assertThat(sender.channels()).contains(channel);
        assertThat(sender.send(TO, channel, "123456")).contains(FakeTwilio.VERIFICATION);

        assertThat(twilio.request().getMethod().getName()).isEqualTo("POST");
        assertThat(twilio.request().getUrl()).isEqualTo("/v2/Services/" + FakeTwilio.VERIFY + "/Verifications");
        assertThat(twilio.request().getHeader("Host")).isEqualTo("verify.twilio.com");
        assertThat(twilio.request().getHeader("Authorization")).isEqualTo(basic(FakeTwilio.ACCOUNT, FakeTwilio.TOKEN));
        assertThat(twilio.form()).isEqualTo(Map.of("To", ALICE, "Channel", channel.label()));
    }

    @Test
    void an_api_key_serves_instead_of_the_auth_token() {
        settings.set(TwilioSettings.API_KEY_SID, "SK06");
        settings.set(TwilioSettings.API_KEY_SECRET, "the secret");
        sender.send(TO, Channel.SMS, "123456");
        assertThat(twilio.request().getHeader("Authorization")).isEqualTo(basic("SK06", "the secret"));
    }

    @Test
    void region_and_edge_are_part_of_the_host() {
        settings.set(TwilioSettings.REGION, "ie1");
        settings.set(TwilioSettings.EDGE, "dublin");
        sender.send(TO, Channel.SMS, "123456");
        assertThat(twilio.request().getHeader("Host")).isEqualTo("verify.dublin.ie1.twilio.com");
    }

    @Test
    void a_code_is_checked_with_the_sid_of_the_verification() {
        twilio.checksAnswer("approved");
        assertThat(check()).isTrue();
        assertThat(twilio.request().getUrl()).isEqualTo("/v2/Services/" + FakeTwilio.VERIFY + "/VerificationCheck");
        assertThat(twilio.form()).isEqualTo(Map.of("VerificationSid", FakeTwilio.VERIFICATION, "Code", "123456"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "canceled", "expired", "failed", "deleted"})
    void only_approved_is_right(String status) {
        twilio.checksAnswer(status);
        assertThat(check()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "12345678901", "12345a", "１２３４５６", "123456\r\n", "123456&VerificationSid=VE"})
    void what_cannot_be_a_code_is_wrong_and_twilio_is_not_asked(String code) {
        assertThat(sender.check(FakeTwilio.VERIFICATION, code)).isFalse();
        assertThat(twilio.requests()).isEmpty();
    }

    @Test
    void a_verification_that_is_gone_makes_the_code_wrong() {
        twilio.refuse(404, 20404);
        assertThat(check()).isFalse();
    }

    @Test
    void a_code_that_twilio_finds_malformed_is_wrong() {
        twilio.refuse(400, 60200);
        assertThat(check()).isFalse();
    }

    @Test
    void after_too_many_checks_the_caller_waits_until_the_verification_is_over() {
        twilio.refuse(429, 60202);
        Problem refused = Problems.of(this::check);
        assertThat(refused.kind()).isEqualTo(Kind.TOO_OFTEN);
        assertThat(refused.retryAfter()).contains(Duration.ofMinutes(10));

        twilio.answer(WireMock.jsonResponse("{\"status\": \"max_attempts_reached\", \"valid\": false}", 200));
        assertThat(Problems.of(this::check).kind()).isEqualTo(Kind.TOO_OFTEN);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(400, 60200, Kind.INVALID, "invalid"),
                arguments(400, 21211, Kind.INVALID, "invalid"),
                arguments(400, 21614, Kind.INVALID, "invalid"),
                arguments(403, 60205, Kind.INVALID, "invalid"),
                arguments(403, 60223, Kind.INVALID, "invalid"),
                arguments(429, 60202, Kind.TOO_OFTEN, "too-often"),
                arguments(429, 60203, Kind.TOO_OFTEN, "too-often"),
                arguments(429, 60212, Kind.TOO_OFTEN, "too-often"),
                arguments(403, 60410, Kind.FORBIDDEN, "number-blocked"),
                arguments(403, 60605, Kind.FORBIDDEN, "country-blocked"),
                arguments(401, 20003, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(404, 20404, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(429, 20429, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(500, 20500, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(503, 20503, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(400, 99999, Kind.UNAVAILABLE, "codes-unavailable"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void each_refusal_to_send_has_its_answer(int status, int code, Kind kind, String slug) {
        twilio.refuse(status, code);
        Problem refused = sendingFails();
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.slug()).isEqualTo(slug);
        assertThat(refused.retryAfter().isPresent()).isEqualTo(kind == Kind.TOO_OFTEN || kind == Kind.UNAVAILABLE);
        // Each may have sent a code, or cost money: nothing is repeated.
        assertThat(twilio.requests()).hasSize(1);
    }

    @Test
    void a_number_that_cannot_get_codes_is_told_by_field() {
        twilio.refuse(400, 60200);
        assertThat(sendingFails().errors()).extracting(e -> e.field()).containsExactly("phone_number");
    }

    @Test
    void when_twilio_is_busy_the_caller_waits_as_long_as_twilio_says() {
        twilio.refuse(429, 20429, "17");
        assertThat(sendingFails().retryAfter()).contains(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "Wed, 21 Oct 2026 07:28:00 GMT"})
    void a_wait_that_cannot_be_read_is_a_moment(String retryAfter) {
        twilio.refuse(429, 20429, retryAfter);
        assertThat(sendingFails().retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void a_wait_without_reason_is_an_hour_at_most() {
        twilio.refuse(429, 20429, "9999999999");
        assertThat(sendingFails().retryAfter()).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 403, 500, 502})
    void an_answer_that_is_not_twilios_is_unavailable(int status) {
        twilio.answer(FakeTwilio.page(status));
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Problems.of(this::check).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(twilio.requests()).hasSize(2);
    }

    @Test
    void an_answer_without_a_verification_is_unavailable() {
        twilio.answer(WireMock.jsonResponse("{}", 201));
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_connection_that_breaks_is_unavailable(Fault fault) {
        twilio.answer(WireMock.aResponse().withFault(fault));
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Problems.of(this::check).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_twilio_that_nobody_reaches_is_unavailable() {
        twilio.stop();
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_twilio_that_takes_longer_than_the_timeout_is_unavailable() {
        settings.set(TwilioSettings.TIMEOUT, "PT0.2S");
        twilio.answer(WireMock.jsonResponse("{\"sid\": \"VE1\"}", 201).withFixedDelay(60_000));
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_gateway_whose_certificate_nobody_signed_gets_no_credentials() {
        settings.set(TwilioSettings.GATEWAY, twilio.https());
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(twilio.requests()).isEmpty();
    }

    @Test
    void without_its_settings_it_is_unavailable_and_once_they_are_there_it_works() {
        settings.set(TwilioSettings.VERIFY_SERVICE, "");
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
        settings.set(TwilioSettings.VERIFY_SERVICE, FakeTwilio.VERIFY);
        settings.set(TwilioSettings.AUTH_TOKEN, "");
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(twilio.requests()).isEmpty();

        settings.set(TwilioSettings.AUTH_TOKEN, "another one");
        sender.send(TO, Channel.SMS, "123456");
        assertThat(twilio.request().getHeader("Authorization")).isEqualTo(basic(FakeTwilio.ACCOUNT, "another one"));
    }

    @Test
    void a_changed_setting_counts_for_the_next_code() {
        sender.send(TO, Channel.SMS, "123456");
        settings.set(TwilioSettings.AUTH_TOKEN, "the new token");
        sender.send(TO, Channel.SMS, "123456");
        assertThat(twilio.requests())
                .extracting(request -> request.getHeader("Authorization"))
                .containsExactlyInAnyOrder(
                        basic(FakeTwilio.ACCOUNT, FakeTwilio.TOKEN), basic(FakeTwilio.ACCOUNT, "the new token"));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
