package im.hearth.phoneauth.sms;

import static im.hearth.phoneauth.House.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.WireMock;
import im.hearth.core.numbers.PhoneNumber;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.phoneauth.Problems;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TwilioMessagingSenderTest {
    private static final PhoneNumber TO = new PhoneNumber(ALICE, "DE", 49);
    private static final String TEXT = "Your Hearth code is 123456. It is valid for 5 minutes.";

    private final FakeTwilio twilio = new FakeTwilio();
    private final Settings settings = new Settings(Map.of(), new MemoryProperties());
    private final TwilioClient client = new TwilioClient(settings);
    private final TwilioMessagingSender sender = new TwilioMessagingSender(client, settings);

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
        return Problems.of(() -> sender.send(TO, Channel.SMS, "123456"));
    }

    @Test
    void our_code_goes_out_through_the_messaging_service_and_is_ours_to_check() {
        assertThat(sender.send(TO, Channel.SMS, "123456")).isEmpty();
        assertThat(twilio.request().getUrl())
                .isEqualTo("/2010-04-01/Accounts/" + FakeTwilio.ACCOUNT + "/Messages.json");
        assertThat(twilio.request().getHeader("Host")).isEqualTo("api.twilio.com");
        assertThat(twilio.request().getHeader("Authorization")).startsWith("Basic ");
        assertThat(twilio.form())
                .isEqualTo(Map.of(
                        "To",
                        ALICE,
                        "MessagingServiceSid",
                        FakeTwilio.MESSAGING,
                        "Body",
                        TEXT,
                        "ValidityPeriod",
                        "300"));
    }

    @Test
    void without_a_messaging_service_a_number_of_ours_sends() {
        settings.set(TwilioSettings.MESSAGING_SERVICE, "");
        settings.set(TwilioSettings.FROM, "+15005550006");
        sender.send(TO, Channel.SMS, "123456");
        assertThat(twilio.form())
                .isEqualTo(Map.of("To", ALICE, "From", "+15005550006", "Body", TEXT, "ValidityPeriod", "300"));
    }

    @Test
    void without_either_it_is_unavailable() {
        settings.set(TwilioSettings.MESSAGING_SERVICE, "");
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(twilio.requests()).isEmpty();
    }

    @Test
    void it_sends_sms_only() {
        assertThat(sender.channels()).containsExactly(Channel.SMS);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(400, 21211, Kind.INVALID, "invalid"),
                arguments(400, 21612, Kind.INVALID, "invalid"),
                arguments(400, 21614, Kind.INVALID, "invalid"),
                arguments(400, 21610, Kind.FORBIDDEN, "number-opted-out"),
                arguments(400, 21408, Kind.FORBIDDEN, "country-blocked"),
                arguments(429, 20429, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(401, 20003, Kind.UNAVAILABLE, "codes-unavailable"),
                arguments(500, 20500, Kind.UNAVAILABLE, "codes-unavailable"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void each_refusal_has_its_answer(int status, int code, Kind kind, String slug) {
        twilio.refuse(status, code);
        Problem refused = sendingFails();
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.slug()).isEqualTo(slug);
        assertThat(refused.detail()).doesNotContain(ALICE.substring(1), "123456");
        assertThat(twilio.requests()).hasSize(1);
    }

    @Test
    void a_message_that_was_taken_and_failed_at_once_is_refused() {
        twilio.answer(WireMock.jsonResponse(FakeTwilio.message("failed", "21610"), 201));
        assertThat(sendingFails().slug()).isEqualTo("number-opted-out");
    }

    @Test
    void an_answer_without_a_message_is_unavailable() {
        twilio.answer(WireMock.jsonResponse("{}", 201));
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void an_answer_that_is_not_twilios_is_unavailable() {
        twilio.answer(FakeTwilio.page(200));
        assertThat(sendingFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
