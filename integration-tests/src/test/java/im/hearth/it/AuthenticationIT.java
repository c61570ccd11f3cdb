package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static im.hearth.it.Hearth.freshNumber;
import static im.hearth.it.Hearth.freshUsername;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authentication table of the REST contract, good and bad. */
final class AuthenticationIT {
    private final Hearth hearth = Hearth.shared();
    private final Api api = hearth.api();

    private Api.Answer ask(String number, String username) {
        return api.post("/api/users/", Map.of("phone_number", number, "username", username));
    }

    @Test
    void registering_by_phone_gives_tokens_that_say_who_one_is() {
        String number = freshNumber();
        String username = freshUsername("alice");
        Api.Answer asked = expect(202, ask(number, username));
        assertThat(asked.get("channel")).isEqualTo("sms");
        assertThat(Instant.parse(asked.get("expires_at"))).isAfter(Instant.now());
        assertThat(Instant.parse(asked.get("resend_at"))).isAfter(Instant.now());

        Api.Answer token = expect(
                200,
                api.post(
                        "/api/token/",
                        Map.of("verification_id", asked.get("verification_id"), "code", hearth.codeFor(number))));
        assertThat(token.get("token_type")).isEqualTo("Bearer");
        assertThat(token.body().path("expires_in").asInt()).isEqualTo(900);
        assertThat(token.body().at("/user/username").asText()).isEqualTo(username);
        assertThat(token.body().at("/xmpp/jid").asText()).isEqualTo(username + "@" + hearth.domain());
        assertThat(token.body().at("/xmpp/websocket_url").asText()).contains("/ws");

        JsonNode me =
                expect(200, api.as(token.get("access")).get("/api/users/me/")).body();
        assertThat(me.path("username").asText()).isEqualTo(username);
        assertThat(me.path("phone_number").asText()).isEqualTo(number);
    }

    @Test
    void a_number_in_its_national_form_is_the_same_number() {
        String number = freshNumber();
        String national = "0" + number.substring(3, 7) + " / " + number.substring(7);
        Person person = hearth.register(freshUsername("nat"), number);
        expect(202, api.post("/api/otp/", Map.of("phone_number", "+49 (0) " + national.substring(1))));
        assertThat(hearth.codeFor(number)).hasSize(6);
        assertThat(person.phoneNumber()).isEqualTo(number);
    }

    @Test
    void a_known_number_logs_in_to_its_account_and_the_answer_before_does_not_tell() {
        Person alice = hearth.register("alice");
        Api.Answer unknown = expect(202, ask(freshNumber(), freshUsername("nobody")));
        Api.Answer known = expect(202, ask(alice.phoneNumber(), freshUsername("other")));
        assertThat(known.body().properties().stream().map(Map.Entry::getKey))
                .containsExactlyElementsOf(unknown.body().properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
        Api.Answer token = expect(
                200,
                api.post(
                        "/api/token/",
                        Map.of(
                                "verification_id",
                                known.get("verification_id"),
                                "code",
                                hearth.codeFor(alice.phoneNumber()))));
        assertThat(token.body().at("/user/username").asText()).isEqualTo(alice.username());
        assertThat(token.body().path("existing").asBoolean()).isTrue();
    }

    @Test
    void logging_in_by_number_and_code_needs_no_verification_id() {
        Person alice = hearth.register("alice");
        expect(202, api.post("/api/otp/", Map.of("phone_number", alice.phoneNumber())));
        Api.Answer token = expect(
                200,
                api.post(
                        "/api/token/",
                        Map.of("phone_number", alice.phoneNumber(), "code", hearth.codeFor(alice.phoneNumber()))));
        assertThat(token.body().at("/user/username").asText()).isEqualTo(alice.username());
    }

    @Test
    void a_taken_username_is_a_conflict() {
        Person alice = hearth.register("alice");
        assertThat(ask(freshNumber(), alice.username()).status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "12", "+4915112", "+999123456789012", "<script>", "' OR 1=1 --", "+4930123456x9y"})
    void what_is_no_number_is_refused_by_field(String number) {
        Api.Answer answer = ask(number, freshUsername("bad"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("phone_number");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ab", "a b", "ali\u200bce", "ali\u202ece", "me", "<b>bob</b>", "'; DROP TABLE hearth_account; --"
            })
    void a_bad_username_is_refused_with_the_reason(String username) {
        Api.Answer answer = ask(freshNumber(), username);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("username");
        assertThat(answer.body().at("/errors/0/message").asText()).isNotBlank();
    }

    @Test
    void a_code_works_once_and_only_for_its_verification() {
        String number = freshNumber();
        Api.Answer asked = expect(202, ask(number, freshUsername("once")));
        String code = hearth.codeFor(number);
        Api.Answer other = expect(202, ask(freshNumber(), freshUsername("other")));
        assertThat(api.post("/api/token/", Map.of("verification_id", other.get("verification_id"), "code", code))
                        .status())
                .isEqualTo(401);
        Map<String, String> right = Map.of("verification_id", asked.get("verification_id"), "code", code);
        expect(200, api.post("/api/token/", right));
        assertThat(api.post("/api/token/", right).status()).isEqualTo(401);
    }

    @Test
    void of_200_wrong_codes_at_once_at_most_5_are_checked_and_the_right_one_is_too_late() throws Exception {
        String number = freshNumber();
        String id = expect(202, ask(number, freshUsername("guess"))).get("verification_id");
        String right = hearth.codeFor(number);
        String wrong = right.equals("000000") ? "000001" : "000000";
        ExecutorService executor = Executors.newFixedThreadPool(40);
        try {
            List<Callable<Api.Answer>> guesses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                guesses.add(() -> api.post("/api/token/", Map.of("verification_id", id, "code", wrong)));
            }
            for (Future<Api.Answer> guess : executor.invokeAll(guesses)) {
                assertThat(guess.get().status()).isIn(401, 429);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(api.post("/api/token/", Map.of("verification_id", id, "code", right))
                        .status())
                .isIn(401, 429);
    }

    @Test
    void asking_again_too_soon_is_refused_with_the_time_to_wait() {
        String number = freshNumber();
        String username = freshUsername("again");
        expect(202, ask(number, username));
        Api.Answer again = ask(number, username);
        assertThat(again.status()).isEqualTo(429);
        assertThat(again.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
    }

    @Test
    void a_password_logs_in_and_a_wrong_one_does_not() {
        Person alice = hearth.register("alice");
        expect(204, alice.api().post("/api/password/", Map.of("password", Person.PASSWORD)));
        Api.Answer token =
                expect(200, api.post("/api/token/", Map.of("username", alice.username(), "password", Person.PASSWORD)));
        assertThat(token.body().at("/user/username").asText()).isEqualTo(alice.username());
        Api.Answer wrong = api.post("/api/token/", Map.of("username", alice.username(), "password", "wrong password"));
        Api.Answer nobody =
                api.post("/api/token/", Map.of("username", freshUsername("nobody"), "password", "wrong password"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.get("detail")).isEqualTo(wrong.get("detail"));
    }

    @Test
    void a_fresh_code_resets_the_password_and_any_client_logs_in_with_it() {
        Person alice = hearth.register("alice");
        Api.Answer asked = expect(202, api.post("/api/otp/", Map.of("phone_number", alice.phoneNumber())));
        expect(
                204,
                api.post(
                        "/api/password/",
                        Map.of(
                                "verification_id",
                                asked.get("verification_id"),
                                "code",
                                hearth.codeFor(alice.phoneNumber()),
                                "password",
                                "a new and longer password")));
        try (Xmpp client = Xmpp.withPassword(alice, "a new and longer password")) {
            assertThat(client.connection().isAuthenticated()).isTrue();
            assertThat(client.connection().getUsedSaslMechansism()).startsWith("SCRAM");
        }
        assertThatThrownBy(() -> Xmpp.withPassword(alice, Person.PASSWORD)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_refresh_token_works_once_and_using_it_twice_ends_the_session() {
        Person alice = hearth.register("alice");
        Api.Answer second = expect(200, api.post("/api/token/refresh/", Map.of("refresh", alice.refresh())));
        assertThat(second.get("refresh")).isNotEqualTo(alice.refresh());
        expect(200, api.as(second.get("access")).get("/api/users/me/"));

        assertThat(api.post("/api/token/refresh/", Map.of("refresh", alice.refresh()))
                        .status())
                .isEqualTo(401);
        assertThat(api.post("/api/token/refresh/", Map.of("refresh", second.get("refresh")))
                        .status())
                .isEqualTo(401);
        assertThat(api.as(second.get("access")).get("/api/users/me/").status()).isEqualTo(401);
    }

    @Test
    void sessions_are_listed_and_one_can_be_logged_out() {
        Person phone = hearth.register("alice");
        expect(204, phone.api().post("/api/password/", Map.of("password", Person.PASSWORD)));
        Api.Answer laptop =
                expect(200, api.post("/api/token/", Map.of("username", phone.username(), "password", Person.PASSWORD)));
        Api laptopApi = api.as(laptop.get("access"));

        JsonNode sessions =
                expect(200, phone.api().get("/api/sessions/")).body().path("items");
        assertThat(sessions).hasSize(2);
        List<String> ids = new ArrayList<>();
        sessions.forEach(session -> ids.add(session.path("id").asText()));
        assertThat(ids.stream()
                        .map(id -> laptopApi.delete("/api/sessions/" + id + "/").status()))
                .containsOnlyOnce(204);
        assertThat(List.of(
                        phone.api().get("/api/users/me/").status(),
                        laptopApi.get("/api/users/me/").status()))
                .contains(401);
        Person bob = hearth.register("bob");
        assertThat(bob.api().delete("/api/sessions/" + ids.get(0) + "/").status())
                .isEqualTo(404);
    }

    @Test
    void logging_out_ends_the_streams_that_the_token_opened() {
        Person alice = hearth.register("alice");
        try (Xmpp client = alice.connect()) {
            assertThat(client.connection().getUsedSaslMechansism()).isEqualTo("OAUTHBEARER");
            expect(204, api.post("/api/token/revoke/", Map.of("refresh", alice.refresh())));
            await().atMost(Hearth.PATIENCE).until(() -> !client.connection().isConnected());
        }
        assertThat(alice.api().get("/api/users/me/").status()).isEqualTo(401);
        assertThatThrownBy(alice::connect).isInstanceOf(AssertionError.class);
        assertThat(api.post("/api/token/refresh/", Map.of("refresh", alice.refresh()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void forged_tokens_are_refused_on_both_doors() {
        Person alice = hearth.register("alice");
        String[] parts = alice.access().split("\\.", -1);
        String none = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        String hmac = base64("{\"alg\":\"HS256\"}") + "." + parts[1] + "." + parts[2];
        String otherName = parts[0] + "."
                + base64(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace(alice.username(), "admin"))
                + "." + parts[2];
        String cut = alice.access().substring(0, alice.access().length() - 10);
        for (String forged : List.of(none, hmac, otherName, cut, "x", "..", alice.refresh())) {
            Api.Answer answer = api.as(forged).get("/api/users/me/");
            assertThat(answer.status()).as(forged).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Bearer");
            assertThatThrownBy(() -> Xmpp.withToken(alice, forged)).as(forged).isInstanceOf(AssertionError.class);
        }
        assertThat(api.get("/api/users/me/").status()).isEqualTo(401);
    }

    @Test
    void an_expired_token_is_refused_on_both_doors_and_a_refreshed_one_is_not() {
        try (Hearth impatient = Hearth.start(builder -> builder.environment("HEARTH_TOKENS_ACCESS_LIFETIME", "PT5S"))) {
            Person alice = impatient.register("alice");
            expect(200, alice.api().get("/api/users/me/"));
            await().atMost(Hearth.PATIENCE)
                    .until(() -> alice.api().get("/api/users/me/").status() == 401);
            assertThatThrownBy(alice::connect).isInstanceOf(AssertionError.class);

            Api.Answer fresh =
                    expect(200, impatient.api().post("/api/token/refresh/", Map.of("refresh", alice.refresh())));
            expect(200, impatient.api().as(fresh.get("access")).get("/api/users/me/"));
        }
    }

    @Test
    void somebody_elses_token_does_not_open_my_account() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        try (Xmpp client = Xmpp.withToken(alice, bob.access())) {
            assertThat(client.connection().getUser().asBareJid().toString()).isEqualTo(bob.jid());
        }
    }

    @Test
    void the_public_keys_are_published() {
        JsonNode keys = expect(200, api.get("/.well-known/jwks.json")).body().path("keys");
        assertThat(keys).isNotEmpty();
        assertThat(keys.get(0).path("crv").asText()).isEqualTo("P-256");
        assertThat(keys.get(0).has("d")).isFalse();
    }

    @Test
    void others_see_a_profile_but_never_the_number() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        Api.Answer seen = expect(200, bob.api().get("/api/users/" + alice.username() + "/"));
        assertThat(seen.get("jid")).isEqualTo(alice.jid());
        assertThat(seen.text()).doesNotContain(alice.phoneNumber());
        assertThat(bob.api().get("/api/users/" + freshUsername("nobody") + "/").status())
                .isEqualTo(404);
    }

    @Test
    void people_are_found_by_name_and_by_exact_number() {
        Person alice = hearth.register("findme");
        Person bob = hearth.register("bob");
        assertThat(expect(200, bob.api().get("/api/users/?q=" + alice.username().substring(0, 8)))
                        .text())
                .contains("\"" + alice.username() + "\"");
        JsonNode byNumber = expect(
                        200,
                        bob.api()
                                .get("/api/users/?phone_number=%2B"
                                        + alice.phoneNumber().substring(1)))
                .body();
        assertThat(byNumber.at("/items/0/username").asText()).isEqualTo(alice.username());
    }

    @Test
    void my_name_changes_by_patch_and_an_unknown_field_is_refused_by_name() {
        Person alice = hearth.register("alice");
        Api.Answer patched = expect(200, alice.api().patch("/api/users/me/", Map.of("name", "Alice Öst")));
        assertThat(patched.get("name")).isEqualTo("Alice Öst");
        Api.Answer unknown = alice.api().patch("/api/users/me/", Map.of("colour", "red"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body().at("/errors/0/field").asText()).isEqualTo("colour");
        Person bob = hearth.register("bob");
        assertThat(bob.api()
                        .patch("/api/users/" + alice.username() + "/", Map.of("name", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void deleting_my_account_wants_a_fresh_code_and_ends_everything() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        alice.send(bob, "before I go");
        assertThat(alice.api().delete("/api/users/me/").status()).isIn(401, 403, 422);
        Api.Answer asked = expect(202, api.post("/api/otp/", Map.of("phone_number", alice.phoneNumber())));
        String body = Api.json(
                Map.of("verification_id", asked.get("verification_id"), "code", hearth.codeFor(alice.phoneNumber())));
        Api.Answer deleted = alice.api()
                .send(alice.api()
                        .request("/api/users/me/")
                        .header("Content-Type", "application/json")
                        .method("DELETE", BodyPublishers.ofString(body)));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(alice.api().get("/api/users/me/").status()).isEqualTo(401);
        assertThat(bob.api().get("/api/users/" + alice.username() + "/").status())
                .isEqualTo(404);
        assertThatThrownBy(alice::connect).isInstanceOf(AssertionError.class);
        assertThat(expect(200, bob.api().get("/api/messages/")).text()).contains("before I go");
        assertThat(ask(freshNumber(), alice.username()).status()).isEqualTo(409);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
