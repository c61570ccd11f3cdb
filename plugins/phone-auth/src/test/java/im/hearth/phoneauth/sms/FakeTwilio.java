package im.hearth.phoneauth.sms;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import im.hearth.core.settings.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Twilio, as far as it answers: its real paths, forms and JSON. */
final class FakeTwilio implements AutoCloseable {
    static final String ACCOUNT = "AC00000000000000000000000000000001";
    static final String VERIFY = "VA00000000000000000000000000000002";
    static final String MESSAGING = "MG00000000000000000000000000000003";
    static final String VERIFICATION = "VE00000000000000000000000000000004";
    static final String TOKEN = "the auth token";

    private static final String VERIFICATIONS = "/v2/Services/" + VERIFY + "/Verifications";
    private static final String CHECKS = "/v2/Services/" + VERIFY + "/VerificationCheck";
    private static final String MESSAGES = "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json";

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));

    FakeTwilio() {
        server.start();
        server.stubFor(post(urlEqualTo(VERIFICATIONS)).willReturn(jsonResponse(verification("pending"), 201)));
        server.stubFor(post(urlEqualTo(MESSAGES)).willReturn(jsonResponse(message("accepted", "null"), 201)));
        checksAnswer("pending");
    }

    /** Settings that lead here. */
    void configure(Settings settings) {
        settings.set(TwilioSettings.ACCOUNT_SID, ACCOUNT);
        settings.set(TwilioSettings.AUTH_TOKEN, TOKEN);
        settings.set(TwilioSettings.VERIFY_SERVICE, VERIFY);
        settings.set(TwilioSettings.MESSAGING_SERVICE, MESSAGING);
        settings.set(TwilioSettings.GATEWAY, "http://127.0.0.1:" + server.port());
    }

    String https() {
        return "https://localhost:" + server.httpsPort();
    }

    /** From now on a check finds the verification in that state. */
    void checksAnswer(String status) {
        server.stubFor(post(urlEqualTo(CHECKS)).willReturn(jsonResponse(check(status), 200)));
    }

    /** From now on everything is refused with an error of Twilio's. */
    void refuse(int status, int code) {
        answer(jsonResponse(error(status, code), status));
    }

    /** As {@link #refuse(int, int)}, with a time to wait. */
    void refuse(int status, int code, String retryAfter) {
        answer(jsonResponse(error(status, code), status).withHeader("Retry-After", retryAfter));
    }

    /** From now on that is the answer to everything. */
    void answer(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).atPriority(1).willReturn(response));
    }

    static ResponseDefinitionBuilder page(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody("<h1>Bad gateway</h1>");
    }

    void stop() {
        server.stop();
    }

    List<LoggedRequest> requests() {
        return server.getServeEvents().getRequests().stream()
                .map(event -> event.getRequest())
                .toList();
    }

    /** The only request so far. */
    LoggedRequest request() {
        List<LoggedRequest> all = requests();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " requests came");
        }
        return all.get(0);
    }

    /** The form that the only request brought. */
    Map<String, String> form() {
        Map<String, String> form = new TreeMap<>();
        for (String pair : request().getBodyAsString().split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** As Twilio words it; the real messages hold the number, too. */
    private static String error(int status, int code) {
        return """
                {"code": %d, "message": "Invalid parameter `To`: +4915112345678",
                 "more_info": "https://www.twilio.com/docs/errors/%d", "status": %d}
                """.formatted(code, code, status);
    }

    private static String verification(String status) {
        return """
                {"sid": "%s", "service_sid": "%s", "account_sid": "%s", "to": "+4915112345678", "channel": "sms",
                 "status": "%s", "valid": false, "lookup": {}, "amount": null, "payee": null,
                 "send_code_attempts": [{"time": "2026-01-15T12:00:00.000Z", "channel": "SMS", "attempt_sid": "VL01"}],
                 "sna": null, "date_created": "2026-01-15T12:00:00Z", "date_updated": "2026-01-15T12:00:00Z",
                 "url": "https://verify.twilio.com/v2/Services/%s/Verifications/%s"}
                """.formatted(VERIFICATION, VERIFY, ACCOUNT, status, VERIFY, VERIFICATION);
    }

    private static String check(String status) {
        return """
                {"sid": "%s", "service_sid": "%s", "account_sid": "%s", "to": "+4915112345678", "channel": "sms",
                 "status": "%s", "valid": %b, "amount": null, "payee": null, "sna_attempts_error_codes": [],
                 "date_created": "2026-01-15T12:00:00Z", "date_updated": "2026-01-15T12:00:30Z"}
                """.formatted(VERIFICATION, VERIFY, ACCOUNT, status, status.equals("approved"));
    }

    static String message(String status, String errorCode) {
        return """
                {"account_sid": "%s", "api_version": "2010-04-01", "body": "Your Hearth code is 123456.",
                 "date_created": "Thu, 15 Jan 2026 12:00:00 +0000", "date_sent": null,
                 "date_updated": "Thu, 15 Jan 2026 12:00:00 +0000", "direction": "outbound-api", "error_code": %s,
                 "error_message": null, "from": null, "messaging_service_sid": "%s", "num_media": "0",
                 "num_segments": "0", "price": null, "price_unit": null, "sid": "SM05", "status": "%s",
                 "subresource_uris": {"media": "/2010-04-01/Accounts/AC/Messages/SM05/Media.json"},
                 "to": "+4915112345678", "uri": "/2010-04-01/Accounts/AC/Messages/SM05.json"}
                """.formatted(ACCOUNT, errorCode, MESSAGING, status);
    }
}
