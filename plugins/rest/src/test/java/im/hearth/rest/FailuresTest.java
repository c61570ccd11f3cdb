package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresTest {
    private final Api api = Api.with(new Things());

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/nowhere/", "/things/a/b/c/", "/docs/../things", "/docs/nothing.js", "/docs/%2e%2e%2fx"
            })
    void an_unknown_path_is_a_404(String path) {
        Api.Answer answer = api.get(path);

        assertProblem(answer, 404, "not-found");
    }

    @Test
    void a_problem_has_all_the_members_of_the_rfc_and_the_request_id() {
        Api.Answer answer = api.get("/things/lost/");

        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("title").asText()).isEqualTo("Not found");
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
        assertThat(answer.json().path("detail").asText()).isEqualTo("There is no thing lost.");
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.json().has("errors")).isFalse();
    }

    @Test
    void a_wrong_method_is_a_405_that_names_the_right_ones() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").PUT(BodyPublishers.ofString("{}")));

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET").contains("POST").doesNotContain("PUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECTX", "PROPFIND"})
    void a_method_that_nobody_takes_is_a_405(String method) {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").method(method, BodyPublishers.noBody()));

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET");
    }

    @Test
    void an_answer_in_a_type_that_we_do_not_have_is_a_406() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").header("Accept", "text/html"));

        assertProblem(answer, 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"///", "application/json;q=x", ";"})
    void an_accept_header_that_is_none_is_a_400(String accept) {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").header("Accept", accept));

        assertProblem(answer, 400, "bad-request");
    }

    @Test
    void a_content_type_that_is_none_is_a_400() {
        Api.Answer answer = api.send(
                api.by(Api.ALICE, "/things/").header("Content-Type", "///").POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"})
    void a_body_of_another_type_is_a_415(String type) {
        Api.Answer answer = api.send(
                api.by(Api.ALICE, "/things/").header("Content-Type", type).POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 415, "unsupported-type");
    }

    @Test
    void a_body_of_no_type_is_a_415() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 415, "unsupported-type");
    }

    @Test
    void a_fault_of_ours_tells_nothing_but_its_request_id() {
        Api.Answer answer = api.get("/things/boom/");

        assertProblem(answer, 500, "internal");
        assertThat(answer.body())
                .doesNotContain("SELECT")
                .doesNotContain("Exception")
                .doesNotContain("im.hearth");
    }

    @Test
    void an_error_of_the_virtual_machine_is_a_500_too() {
        assertProblem(api.get("/things/unwritable/"), 500, "internal");
    }

    @Test
    void an_answer_that_cannot_be_written_is_a_500() {
        assertProblem(api.get("/things/odd/"), 500, "internal");
    }

    @Test
    void something_that_is_down_is_a_503_with_the_time_to_wait() {
        Api.Answer answer = api.get("/things/busy/");

        assertProblem(answer, 503, "database-away");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void the_time_to_wait_is_in_whole_seconds_and_long_enough() {
        Api.Answer answer = api.get("/things/often/");

        assertProblem(answer, 429, "too-often");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"403, forbidden", "409, conflict", "410, http-410", "418, http-418", "500, internal"})
    void a_bare_status_of_a_resource_is_a_problem_too(int status, String slug) {
        assertProblem(api.get("/things/status-" + status + "/"), status, slug);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit: must be from 1 to 200",
        "limit=201, limit: must be from 1 to 200",
        "limit=x, limit: has a value of the wrong type",
        "limit=99999999999, limit: has a value of the wrong type",
        "least_size=-1, least_size: must be greater than or equal to 0",
        "cursor=x, cursor: is not one that a list gave as next",
    })
    void a_wrong_query_parameter_is_named(String query, String error) {
        Api.Answer answer = api.get("/things/?" + query);

        assertProblem(answer, 422, "invalid");
        assertThat(answer.errors()).containsExactly(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/?q=%zz",
                "/things/%zz/",
                "/things/%",
                "/things/%c3%28/",
                "/things/?q=%ff",
                "/things/%00/",
                "/things/?cursor=a%00b"
            })
    void broken_percent_encoding_is_refused(String path) {
        String answer = api.raw("GET /api" + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                + "Authorization: Bearer " + Api.ALICE + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void options_tells_the_methods() {
        Api.Answer answer = api.send(api.anonymous("/things/").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Allow")).contains("GET").contains("POST");
    }

    @Test
    void head_is_get_without_the_body() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/").method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/",
                "/things",
                "/things/who/",
                "/things/who",
                "/health",
                "/health/",
                "/docs",
                "/openapi.json"
            })
    void a_slash_at_the_end_makes_no_difference(String path) {
        assertThat(api.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things", "/things/"})
    void a_post_keeps_its_body_with_and_without_the_slash(String path) {
        assertThat(api.post(path, "{\"short_name\": \"ball\", \"size\": 3}").status())
                .isEqualTo(201);
    }

    static void assertProblem(Api.Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.problem()).isEqualTo("urn:hearth:problem:" + slug);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("request_id").asText()).isNotEmpty();
    }
}
