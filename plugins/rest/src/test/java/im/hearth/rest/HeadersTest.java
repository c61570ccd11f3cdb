package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"/things/", "/nowhere/", "/things/boom/", "/health/", "/openapi.json"})
    void every_answer_has_the_headers_that_keep_browsers_safe(String path) {
        try (Api api = Api.with(new Things())) {
            Api.Answer answer = api.get(path);

            assertThat(answer.response().headers().map())
                    .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
                    .containsEntry("cache-control", java.util.List.of("no-store"))
                    .containsEntry("referrer-policy", java.util.List.of("no-referrer"))
                    .containsEntry(
                            "content-security-policy", java.util.List.of("default-src 'none'; frame-ancestors 'none'"));
        }
    }

    @Test
    void a_sane_request_id_is_kept() {
        try (Api api = Api.with(new Things())) {
            Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").header("X-Request-Id", "trace_1.a-B"));

            assertThat(answer.header("X-Request-Id")).isEqualTo("trace_1.a-B");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a\"b", "é", "12345678901234567890123456789012345678901234567890123456789012345"})
    void another_request_id_is_replaced(String id) {
        try (Api api = Api.with(new Things())) {
            Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").header("X-Request-Id", id));

            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
        }
    }

    @Test
    void requests_of_other_origins_are_not_allowed_unless_named() {
        try (Api api = Api.with(new Things())) {
            Api.Answer answer = api.send(preflight(api, "https://app.example.org"));

            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void a_named_origin_is_allowed_and_no_other() {
        try (Api api = Api.with(
                Map.of("HEARTH_REST_CORS_ORIGINS", "https://app.example.org, https://b.example.org"), new Things())) {
            Api.Answer allowed = api.send(preflight(api, "https://app.example.org"));
            Api.Answer other = api.send(preflight(api, "https://app.example.org.evil.example"));

            assertThat(allowed.status()).isEqualTo(204);
            assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
            assertThat(allowed.header("Access-Control-Allow-Methods")).contains("PATCH");
            assertThat(allowed.header("Access-Control-Allow-Headers"))
                    .contains("Authorization")
                    .contains("Idempotency-Key");
            assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(allowed.header("Vary")).contains("Origin");
            assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(other.header("Vary")).contains("Origin");
        }
    }

    @Test
    void a_page_of_a_named_origin_may_read_answers_and_failures() {
        try (Api api = Api.with(Map.of("HEARTH_REST_CORS_ORIGINS", "https://app.example.org"), new Things())) {
            Api.Answer answer = api.send(api.anonymous("/things/").header("Origin", "https://app.example.org"));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
            assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Request-Id");
        }
    }

    @Test
    void a_star_allows_all_without_credentials() {
        try (Api api = Api.with(Map.of("HEARTH_REST_CORS_ORIGINS", "*"), new Things())) {
            Api.Answer answer = api.send(preflight(api, "https://anybody.example"));

            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        }
    }

    private static HttpRequest.Builder preflight(Api api, String origin) {
        return api.anonymous("/things/")
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("Origin", origin, "Access-Control-Request-Method", "POST");
    }
}
