package im.hearth.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A REST client as an app has one: JSON in, JSON out, maybe with a token. */
record Api(HttpClient client, URI base, @Nullable String token) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param body the answer as JSON; missing where there is none
     * @param text the answer as it came
     */
    record Answer(int status, JsonNode body, String text, java.net.http.HttpHeaders headers) {
        /** The last part of the problem's type. */
        String problem() {
            String type = body.path("type").asText();
            return type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf(':')) + 1);
        }

        String get(String field) {
            return body.path(field).asText();
        }
    }

    static Api at(URI base) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return new Api(client, base, null);
    }

    Api as(@Nullable String accessToken) {
        return new Api(client, base, accessToken);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, Map<String, ?> body) {
        return post(path, json(body));
    }

    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    Answer patch(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json(body))));
    }

    Answer put(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PUT", BodyPublishers.ofString(json(body))));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
