package im.hearth.rest;

import static im.hearth.rest.FailuresTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodiesTest {
    private final Api api =
            Api.with(Map.of("HEARTH_REST_MAX_BODY", "100000", "HEARTH_REST_LIMIT_CALLER", "off"), new Things());

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void a_record_goes_in_and_out_in_snake_case() {
        Api.Answer answer = api.post("/things/", "{\"short_name\": \"ball\", \"size\": 3}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Location")).startsWith("/api/things/");
        assertThat(answer.json().path("short_name").asText()).isEqualTo("ball");
        assertThat(answer.json().path("made_at").asText()).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(answer.json().get("note").isNull()).isTrue();
    }

    @Test
    void every_plane_of_unicode_comes_through() {
        String name = "é漢🔥\uDBFF\uDFFD\u200F\u202E";

        Api.Answer answer = api.post("/things/", "{\"short_name\": \"" + name + "\", \"size\": 3}");

        assertThat(answer.json().path("short_name").asText()).isEqualTo(name);
    }

    @Test
    void a_byte_order_mark_does_no_harm() {
        assertThat(api.post("/things/", "\uFEFF{\"short_name\": \"ball\", \"size\": 3}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"short_name\": \"ball\"",
                "not json",
                "{'short_name': 'ball'}",
                "{\"short_name\": \"ball\", \"size\": 03}",
                "{\"short_name\": \"ball\", \"size\": NaN}",
                "{\"short_name\": \"a\u0001b\", \"size\": 3}",
                "{\"short_name\": \"ball\", \"short_name\": \"bell\", \"size\": 3}",
                "{\"short_name\": \"ball\", \"size\": 3} {}",
                "{\"short_name\": \"ball\", \"size\": 3}]",
                "// comment",
                "   ",
            })
    void what_is_no_json_is_a_400(String body) {
        assertProblem(api.post("/things/", body), 400, "bad-request");
    }

    @Test
    void a_missing_body_is_a_400_that_says_so() {
        Api.Answer typed = api.post("/things/", "");
        Api.Answer bare = api.send(api.by(Api.ALICE, "/things/").POST(BodyPublishers.noBody()));

        assertProblem(typed, 400, "bad-request");
        assertProblem(bare, 400, "bad-request");
        assertThat(typed.json().path("detail").asText()).startsWith("This request needs a body");
        assertThat(bare.json().path("detail").asText()).startsWith("This request needs a body");
    }

    @Test
    void null_for_the_whole_body_is_a_422() {
        Api.Answer answer = api.post("/things/", "null");

        assertProblem(answer, 422, "invalid");
        assertThat(answer.errors()).containsExactly(": is null; it must be an object");
        assertThat(answer.json().path("detail").asText()).isEqualTo("The body is null; it must be an object");
    }

    @Test
    void utf_16_is_a_400() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"short_name\": \"ball\", \"size\": 3}", StandardCharsets.UTF_16BE)));

        assertProblem(answer, 400, "bad-request");
    }

    @Test
    void what_is_not_utf_8_is_a_400() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"short_name\": \"é\", \"size\": 3}", StandardCharsets.ISO_8859_1)));

        assertProblem(answer, 400, "bad-request");
    }

    @Test
    void another_charset_is_a_415() {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/")
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .POST(BodyPublishers.ofString("{\"short_name\": \"ball\", \"size\": 3}")));

        assertProblem(answer, 415, "unsupported-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "Application/JSON",
                "application/json; charset=\"utf-8\""
            })
    void utf_8_may_be_said(String type) {
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"short_name\": \"ball\", \"size\": 3}")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"size\":3}                                        | short_name: is required",
                "{\"short_name\":null,\"size\":3}                    | short_name: is required",
                "{\"short_name\":\"x\"}                              | size: is required",
                "{\"short_name\":\"x\",\"size\":null}                | size: is required",
                "{\"short_name\":\"x\",\"size\":\"3\"}               | size: must be a whole number",
                "{\"short_name\":\"x\",\"size\":3.5}                 | size: must be a whole number",
                "{\"short_name\":\"x\",\"size\":true}                | size: must be a whole number",
                "{\"short_name\":\"x\",\"size\":{}}                  | size: must be a whole number",
                "{\"short_name\":\"x\",\"size\":99999999999}         | size: is a number out of range",
                "{\"short_name\":5,\"size\":3}                       | short_name: must be a string",
                "{\"short_name\":true,\"size\":3}                    | short_name: must be a string",
                "{\"short_name\":[],\"size\":3}                      | short_name: must be a string",
                "{\"short_name\":{},\"size\":3}                      | short_name: must be a string",
                "{\"short_name\":\"x\",\"size\":3,\"round\":\"yes\"} | round: must be true or false",
                "{\"short_name\":\"x\",\"size\":3,\"round\":1}       | round: must be true or false",
                "{\"short_name\":\"x\",\"size\":3,\"made_at\":\"now\"} | made_at: must be a time such as 2026-01-31T12:00:00.000Z",
                "{\"short_name\":\"x\",\"size\":3,\"made_at\":5}     | made_at: must be a time such as 2026-01-31T12:00:00.000Z",
                "{\"short_name\":\"x\",\"size\":3,\"colour\":\"RED\"} | colour: must be one of red, dark_blue",
                "{\"short_name\":\"x\",\"size\":3,\"colour\":0}      | colour: must be one of red, dark_blue",
                "{\"short_name\":\"x\",\"size\":3,\"parts\":{}}      | parts: must be a list",
                "{\"short_name\":\"x\",\"size\":3,\"parts\":[5]}     | parts[0]: must be an object",
                "{\"short_name\":\"x\",\"size\":3,\"parts\":[{\"part_name\":\"y\"},{\"part_name\":\"\"}]} | parts[1].part_name: must have 1 to 10 characters",
                "{\"short_name\":\"x\",\"size\":3,\"parts\":[{}]}    | parts[0].part_name: must not be null",
                "{\"short_name\":\"x\",\"size\":3,\"parts\":[{\"x\":1}]} | parts[0].x: is not a field of this request",
                "{\"short_name\":\"x\",\"size\":3,\"labels\":{\"a\":1}} | labels.a: must be a string",
                "{\"short_name\":\"x\",\"size\":3,\"labels\":{\"\\u0000\":\"v\"}} | labels: holds a control character or half a surrogate pair",
                "{\"short_name\":\"x\",\"size\":3,\"colour_\":1}     | colour_: is not a field of this request",
                "{\"shortName\":\"x\",\"size\":3}                    | shortName: is not a field of this request",
                "{\"short_name\":\"a\\u0000b\",\"size\":3}           | short_name: holds a control character or half a surrogate pair",
                "{\"short_name\":\"a\\u001bb\",\"size\":3}           | short_name: holds a control character or half a surrogate pair",
                "{\"short_name\":\"a\\ud800b\",\"size\":3}           | short_name: holds a control character or half a surrogate pair",
                "{\"short_name\":\"a\\uffffb\",\"size\":3}           | short_name: holds a control character or half a surrogate pair",
                "[]                                                  | : must be an object",
                "\"text\"                                            | : must be an object",
                "5                                                   | : must be an object",
            })
    void a_wrong_field_is_named_with_what_is_right(String body, String error) {
        Api.Answer answer = api.post("/things/", body);

        assertProblem(answer, 422, "invalid");
        assertThat(answer.errors()).containsExactly(error);
    }

    @Test
    void all_wrong_fields_are_named_at_once() {
        Api.Answer answer = api.post(
                "/things/",
                "{\"short_name\": \"" + "x".repeat(101) + "\", \"size\": 3, \"parts\": [{\"part_name\": \"\"}]}");

        assertThat(answer.errors())
                .containsExactly(
                        "parts[0].part_name: must have 1 to 10 characters",
                        "short_name: must have at most 100 characters");
    }

    @Test
    void a_name_of_ten_thousand_characters_is_refused_by_its_field() {
        Api.Answer answer = api.post("/things/", "{\"short_name\": \"" + "x".repeat(10_000) + "\", \"size\": 3}");

        assertThat(answer.errors()).containsExactly("short_name: must have at most 100 characters");
    }

    @Test
    void json_nested_a_hundred_thousand_deep_is_refused() {
        assertThat(api.post("/things/", "[".repeat(99_000)).status()).isEqualTo(422);
        assertThat(api.post("/things/", "{\"labels\":".repeat(9_000)).status()).isEqualTo(422);
        assertProblem(api.post("/things/free/", "{\"a\":".repeat(9_000)), 400, "bad-request");
        assertProblem(api.post("/things/free/", "{\"a\":" + "[".repeat(90_000)), 400, "bad-request");
    }

    @Test
    void a_number_of_a_thousand_digits_is_a_400() {
        assertProblem(
                api.post("/things/", "{\"short_name\": \"x\", \"size\": " + "9".repeat(1_000) + "}"),
                400,
                "bad-request");
    }

    @Test
    void a_body_over_the_limit_is_a_413() {
        assertProblem(api.post("/things/", big(1 << 20)), 413, "too-large");
    }

    @Test
    void a_body_over_the_limit_in_chunks_is_a_413() {
        byte[] body = big(1 << 20).getBytes(StandardCharsets.UTF_8);
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertProblem(answer, 413, "too-large");
    }

    @Test
    void a_body_in_chunks_within_the_limit_is_taken() {
        byte[] body = "{\"short_name\": \"ball\", \"size\": 3}".getBytes(StandardCharsets.UTF_8);
        Api.Answer answer = api.send(api.by(Api.ALICE, "/things/")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void a_body_that_would_be_endless_is_not_read_to_its_end() {
        String answer = api.raw("POST /api/things/ HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + Api.ALICE
                + "\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(1000));

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("Connection: close");
    }

    @Test
    void a_body_that_is_cut_off_or_never_comes_holds_no_thread() {
        int before = api.threads();
        String head = "POST /api/things/ HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + Api.ALICE
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"short";

        for (int i = 0; i < 20; i++) {
            api.abort(head);
        }
        api.raw(head);

        org.awaitility.Awaitility.await().until(() -> api.threads() <= before);
        assertThat(api.get("/things/").status()).isEqualTo(200);
    }

    private static String big(int length) {
        return "{\"short_name\": \"" + "x".repeat(length) + "\", \"size\": 3}";
    }
}
