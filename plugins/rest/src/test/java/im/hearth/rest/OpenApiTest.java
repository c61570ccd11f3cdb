package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.core.rest.RestModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");

    private final Api api = Api.with(new Things());
    private final JsonNode document;

    OpenApiTest() {
        api.modules.add(new RestModule("sample", List.of(), OpenApiTest.class.getResource("/openapi/sample.json")));
        document = api.send(api.anonymous("/openapi.json")).json();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void the_document_is_openapi_3_1_with_its_required_parts() {
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        assertThat(document.path("info").path("title").asText()).isEqualTo("Hearth");
        assertThat(document.path("info").path("version").asText()).matches("\\d+\\.\\d+.*");
        assertThat(document.path("servers").path(0).path("url").asText()).isEqualTo("/api");
        assertThat(document.path("paths").size()).isGreaterThan(5);
    }

    @Test
    void every_reference_leads_somewhere() {
        List<String> references = new ArrayList<>();
        references(document, references);

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    @Test
    void every_operation_has_an_id_of_its_own_and_described_answers() {
        List<String> ids = new ArrayList<>();
        for (JsonNode operation : operations()) {
            ids.add(operation.path("operationId").asText());
            assertThat(operation.path("responses").size()).isPositive();
            operation.path("responses").properties().forEach(response -> {
                assertThat(response.getKey()).matches("[1-5]\\d\\d|default");
                assertThat(response.getValue().has("$ref")
                                || response.getValue().has("description"))
                        .as(operation.toString())
                        .isTrue();
            });
        }
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void every_path_starts_with_a_slash_and_declares_its_parameters() {
        document.path("paths").properties().forEach(path -> {
            assertThat(path.getKey()).startsWith("/");
            for (String part : path.getKey().split("/", -1)) {
                if (part.startsWith("{")) {
                    String name = part.substring(1, part.length() - 1);
                    path.getValue().properties().stream()
                            .filter(operation -> VERBS.contains(operation.getKey()))
                            .forEach(operation -> assertThat(
                                            operation.getValue().path("parameters"))
                                    .anyMatch(parameter ->
                                            parameter.path("name").asText().equals(name)
                                                    && parameter
                                                            .path("required")
                                                            .asBoolean()));
                }
            }
        });
    }

    @Test
    void every_operation_tells_what_may_go_wrong() {
        for (JsonNode operation : operations()) {
            assertThat(operation.path("responses").properties().stream()
                            .map(java.util.Map.Entry::getKey)
                            .toList())
                    .contains("422", "429", "500", "503");
        }
        JsonNode create = operation("/things/", "post");
        assertThat(create.path("responses").has("401")).isTrue();
        assertThat(create.path("responses").has("413")).isTrue();
        assertThat(create.path("responses").has("415")).isTrue();
        assertThat(operation("/things/{thing_id}/", "delete").path("responses").has("403"))
                .isTrue();
        assertThat(operation("/things/{thing_id}/", "get").path("responses").has("404"))
                .isTrue();
    }

    @Test
    void what_anybody_may_call_needs_no_token() {
        assertThat(document.path("security").path(0).has("bearer")).isTrue();
        assertThat(operation("/things/", "get").has("security")).isFalse();
        assertThat(operation("/things/who/", "get").path("security").isEmpty()).isTrue();
        assertThat(operation("/things/who/", "get").path("security").isArray()).isTrue();
        assertThat(operation("/things/who/", "get").path("responses").has("401"))
                .isFalse();
    }

    @Test
    void every_post_takes_an_idempotency_key() {
        assertThat(operation("/things/", "post").path("parameters").toString())
                .contains("#/components/parameters/IdempotencyKey");
        assertThat(operation("/things/", "get").path("parameters").toString())
                .doesNotContain("#/components/parameters/IdempotencyKey");
    }

    @Test
    void a_method_that_answers_nothing_is_a_204() {
        JsonNode responses = operation("/things/nothing/", "post").path("responses");

        assertThat(responses.has("204")).isTrue();
        assertThat(responses.has("200")).isFalse();
    }

    @Test
    void two_features_may_have_things_of_the_same_name() {
        JsonNode schemas = document.path("components").path("schemas");

        assertThat(schemas.path("Thing").path("properties").has("short_name")).isTrue();
        assertThat(schemas.path("SampleThing").path("properties").has("colour")).isTrue();
        assertThat(schemas.path("SampleThing").at("/properties/next/$ref").asText())
                .isEqualTo("#/components/schemas/SampleThing");
        assertThat(operation("/sample/", "get")
                        .at("/responses/200/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/SampleThing");
        assertThat(schemas.has("SamplePart")).isFalse();
        assertThat(operation("/sample/", "get").path("operationId").asText()).isEqualTo("sampleList");
    }

    @Test
    void the_hosts_own_resources_are_described_by_the_build() {
        assertThat(operation("/health/", "get")
                        .at("/responses/200/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/HealthReport");
        assertThat(document.path("paths").has("/openapi.json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "index.html", "docs.js", "swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"})
    void the_page_and_all_that_it_needs_come_from_here(String file) {
        Api.Answer answer = api.send(api.anonymous("/docs/" + file));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("script-src 'self';");
        assertThat(answer.response().headers().allValues("Cache-Control")).containsExactly("no-cache");
    }

    @Test
    void the_page_has_no_script_in_itself_and_asks_nobody_else() {
        Api.Answer page = api.send(api.anonymous("/docs/"));

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body())
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<script>");
        assertThat(page.body()).contains("/api/docs/swagger-ui-bundle.js").contains("/api/docs/docs.js");
        assertThat(api.send(api.anonymous("/docs/docs.js")).body()).contains("/api/openapi.json");
    }

    @Test
    void what_a_browser_has_already_is_not_sent_again() {
        String tag = api.send(api.anonymous("/docs/swagger-ui.css")).header("ETag");

        Api.Answer again = api.send(api.anonymous("/docs/swagger-ui.css").header("If-None-Match", tag));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    private List<JsonNode> operations() {
        List<JsonNode> all = new ArrayList<>();
        document.path("paths").forEach(path -> path.properties().stream()
                .filter(part -> VERBS.contains(part.getKey()))
                .forEach(part -> all.add(part.getValue())));
        return all;
    }

    private JsonNode operation(String path, String verb) {
        return document.path("paths").path(path).path(verb);
    }

    private static void references(JsonNode node, List<String> found) {
        if (node.has("$ref")) {
            found.add(node.path("$ref").asText());
        }
        node.forEach(child -> references(child, found));
    }
}
