package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must get a clear answer and change nothing. */
final class HostileInputIT {
    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private Api.Answer send(String json) {
        return alice.api().post("/api/messages/", json);
    }

    private void assertProblem(Api.Answer answer, Integer... statuses) {
        assertThat(answer.status()).as(answer.text()).isIn((Object[]) statuses);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.text())
                .doesNotContain("Exception")
                .doesNotContain("im.hearth")
                .doesNotContain("SELECT");
    }

    @Test
    void a_mebibyte_of_json_is_too_large() {
        String json = "{\"receiver\":\"" + bob.username() + "\",\"content\":\"" + "x".repeat(1 << 20) + "\"}";
        assertProblem(send(json), 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "5",
                "{",
                "{\"receiver\":}",
                "{\"receiver\":\"bob\",\"receiver\":\"bob\"}",
                "{\"receiver\":null,\"content\":null}",
                "{\"receiver\":5,\"content\":true}",
                "{\"receiver\":{\"a\":1},\"content\":[1]}",
                "{\"receiver\":\"bob\",\"content\":\"x\",\"extra\":1}",
                "not json",
                "{\"receiver\":\"\\ud800\",\"content\":\"\\udfff\"}"
            })
    void broken_and_wrong_json_is_refused(String json) {
        assertProblem(send(json), 400, 422);
    }

    @Test
    void deeply_nested_json_is_refused() {
        assertProblem(send("[".repeat(20_000)), 400, 413, 422);
        assertProblem(send("{\"receiver\":" + "{\"a\":".repeat(20_000)), 400, 413, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'; DROP TABLE hearth_message; --", "<b>&amp;</b>]]>", "{{7*7}}", "%s%n%x", "../../etc/passwd"})
    void sql_and_xml_in_a_text_are_just_text(String text) {
        try (Xmpp b = bob.connect()) {
            alice.send(bob, text);
            assertThat(b.awaitText(text).getBody()).isEqualTo(text);
        }
        assertThat(expect(200, bob.api().get("/api/messages/?limit=1"))
                        .body()
                        .at("/items/0/content")
                        .asText())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "0 OR 1=1", "-1", "99999999999999999999", "%00", "..%2f", "<x>", "null"})
    void a_strange_id_is_not_there(String id) {
        String encoded = id.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E");
        assertProblem(alice.api().get("/api/messages/" + encoded + "/"), 400, 404);
    }

    @Test
    void unknown_paths_and_methods_have_problems_too() {
        assertProblem(alice.api().get("/api/nothing/here/"), 404);
        Api.Answer wrongMethod = alice.api().delete("/api/messages/");
        assertProblem(wrongMethod, 405);
        assertThat(wrongMethod.headers().firstValue("Allow").orElse(""))
                .contains("GET")
                .contains("POST");
    }

    @Test
    void another_content_type_is_unsupported() {
        assertProblem(
                alice.api()
                        .send(alice.api()
                                .request("/api/messages/")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("hello"))),
                415);
    }

    @Test
    void a_name_of_ten_thousand_characters_is_refused() {
        assertProblem(
                hearth.api()
                        .post(
                                "/api/users/",
                                Map.of("phone_number", Hearth.freshNumber(), "username", "x".repeat(10_000))),
                422);
        assertProblem(alice.api().patch("/api/users/me/", Map.of("name", "x".repeat(10_000))), 422);
    }

    @Test
    void answers_say_who_may_read_them_and_carry_the_request_id() {
        Api.Answer answer = alice.api()
                .send(alice.api()
                        .request("/api/users/me/")
                        .header("X-Request-Id", "it-42")
                        .GET());
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("it-42");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void a_path_works_without_its_slash() {
        expect(200, alice.api().get("/api/users/me"));
        expect(201, alice.api().post("/api/messages", Map.of("receiver", bob.username(), "content", "no slash")));
    }

    @Test
    void an_entity_bomb_on_the_stream_closes_that_stream_and_nothing_else() throws IOException {
        String bomb =
                "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                        + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><stream:stream to='" + hearth.domain()
                        + "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
                        + "<message><body>&c;</body></message>";
        String answer = speak(bomb);
        assertThat(answer).doesNotContain("aaaaaaaaaaaaaaaaaaaa").doesNotContain("stream:features><auth");
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect()) {
            a.say(bob, "still alive");
            b.awaitText("still alive");
        }
    }

    /** Writes to the XMPP port and reads until the server closes or says no more for two seconds. */
    private String speak(String text) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), hearth.engine().ports().xmpp())) {
            socket.setSoTimeout(2_000);
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            try {
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                }
            } catch (java.net.SocketTimeoutException | java.net.SocketException e) {
                answer.append("(no more)");
            }
            return answer.toString();
        }
    }

    @Test
    void the_api_describes_itself_and_has_a_page_that_needs_nothing_from_elsewhere() {
        Api.Answer document = expect(200, hearth.api().get("/api/openapi.json"));
        assertThat(document.get("openapi")).startsWith("3.1");
        assertThat(document.body().path("paths").properties().stream().map(Map.Entry::getKey))
                .anyMatch(path -> path.contains("messages"))
                .anyMatch(path -> path.contains("token"))
                .anyMatch(path -> path.contains("users"));
        Api.Answer page = expect(200, hearth.api().get("/api/docs/"));
        assertThat(page.text()).contains("swagger").doesNotContain("//cdn").doesNotContain("https://unpkg");
    }
}
