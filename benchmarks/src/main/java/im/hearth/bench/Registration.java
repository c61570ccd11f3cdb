package im.hearth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.engine.EngineProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Registers people as an app does: by number and code, then a password. */
final class Registration {
    private static final Pattern CODE = Pattern.compile("code is (\\d{6})");
    private static final String PASSWORD = "correct horse battery staple";

    /** How often an engine is asked that is still starting. */
    private static final int STARTING = 60;

    private final EngineProcess engine;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    Registration(EngineProcess engine) {
        this.engine = engine;
    }

    /** The same person with a new access token, by the password. */
    Account login(Account account) throws IOException, InterruptedException {
        JsonNode token =
                post("/api/token/", Map.of("username", account.username(), "password", account.password()), null);
        return new Account(
                account.username(), account.password(), token.path("access").asText());
    }

    /** Registers somebody, whose name and phone number are made of that number. */
    Account register(int number) throws IOException, InterruptedException {
        // A tenth of the numbers share a prefix, as the limit for prefixes wants it.
        String phone = String.format(Locale.ROOT, "+491511%03d%04d", 100 + number / 2, number);
        String username = "bench" + number;
        int printed = engine.lines().size();
        JsonNode verification = post("/api/users/", Map.of("phone_number", phone, "username", username), null);
        String sms = engine.awaitLine(printed, line -> line.contains(phone), Duration.ofSeconds(10));
        Matcher code = CODE.matcher(sms);
        if (!code.find()) {
            throw new IOException("no code in " + sms);
        }
        JsonNode token = post(
                "/api/token/",
                Map.of("verification_id", verification.path("verification_id").asText(), "code", code.group(1)),
                null);
        String access = token.path("access").asText();
        post("/api/password/", Map.of("password", PASSWORD), access);
        return new Account(username, PASSWORD, access);
    }

    private JsonNode post(String path, Map<String, ?> body, @org.jspecify.annotations.Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(engine.webUrl() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        for (int tries = 1; response.statusCode() == 503 && tries < STARTING; tries++) {
            // The engine answers before all of its plugins do.
            Work.awaitTime(System.nanoTime() + Duration.ofMillis(500).toNanos());
            response = http.send(request.build(), BodyHandlers.ofString());
        }
        if (response.statusCode() >= 300) {
            throw new IOException(path + ": " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body().isEmpty() ? "{}" : response.body());
    }
}
