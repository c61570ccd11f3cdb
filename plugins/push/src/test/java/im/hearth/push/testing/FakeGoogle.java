package im.hearth.push.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Google's token endpoint and Firebase Cloud Messaging, as far as they answer: their real paths and JSON. */
public final class FakeGoogle implements AutoCloseable {
    public static final String PROJECT = "hearth-test";
    public static final String ACCESS_TOKEN = "ya29.the-access-token";
    private static final String SEND = "/v1/projects/" + PROJECT + "/messages:send";
    private static final String TOKEN = "/token";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

    public FakeGoogle() {
        server.start();
        server.stubFor(post(urlEqualTo(TOKEN)).willReturn(jsonResponse("""
                        {"access_token": "%s", "expires_in": 3599, "token_type": "Bearer"}
                        """.formatted(ACCESS_TOKEN), 200)));
        server.stubFor(post(urlEqualTo(SEND)).willReturn(jsonResponse("""
                        {"name": "projects/%s/messages/0:1500415314455276%%31bd1c9631bd1c96"}
                        """.formatted(PROJECT), 200)));
    }

    /** Where it is, in place of Firebase. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** As the Firebase console gives it, but for the token endpoint. */
    public String serviceAccount() {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(rsa.generateKeyPair().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
            return JSON.writeValueAsString(Map.of(
                    "type",
                    "service_account",
                    "project_id",
                    PROJECT,
                    "private_key_id",
                    "0123456789abcdef",
                    "private_key",
                    pem,
                    "client_email",
                    "firebase-adminsdk@" + PROJECT + ".iam.gserviceaccount.com",
                    "client_id",
                    "100000000000000000001",
                    "auth_uri",
                    "https://accounts.google.com/o/oauth2/auth",
                    "token_uri",
                    url() + TOKEN));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void pushesAnswer(ResponseDefinitionBuilder response) {
        server.stubFor(post(urlEqualTo(SEND)).willReturn(response));
    }

    public void tokensAnswer(ResponseDefinitionBuilder response) {
        server.stubFor(post(urlEqualTo(TOKEN)).willReturn(response));
    }

    public void everythingAnswers(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).atPriority(1).willReturn(response));
    }

    /** An error in Google's form; with Firebase's own code where there is one. */
    public static ResponseDefinitionBuilder error(int http, String status, String code) {
        return error(http, status, "Request contains an invalid argument.", detail(code));
    }

    public static ResponseDefinitionBuilder error(int http, String status, String message, String details) {
        return jsonResponse("""
                {"error": {"code": %d, "message": "%s", "status": "%s", "details": [%s]}}
                """.formatted(http, message, status, details), http);
    }

    public static String detail(String code) {
        return code.isEmpty() ? "" : """
                {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "%s"}
                """.formatted(code);
    }

    public static String violation(String field) {
        return """
                {"@type": "type.googleapis.com/google.rpc.BadRequest",
                 "fieldViolations": [{"field": "%s", "description": "Invalid value"}]}
                """.formatted(field);
    }

    public void stop() {
        server.stop();
    }

    public List<LoggedRequest> pushes() {
        return requests(SEND);
    }

    public List<LoggedRequest> tokenRequests() {
        return requests(TOKEN);
    }

    private List<LoggedRequest> requests(String path) {
        return server.getServeEvents().getRequests().stream()
                .map(event -> event.getRequest())
                .filter(request -> request.getUrl().equals(path))
                .toList();
    }

    /** The message of the only push so far. */
    public JsonNode message() {
        List<LoggedRequest> all = pushes();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " pushes came");
        }
        try {
            return JSON.readTree(all.get(0).getBodyAsString()).path("message");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
