package im.hearth.rest;

import static im.hearth.rest.FailuresTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersTest {
    private final Api api = Api.with(
            Map.of("HEARTH_WEB_TRUSTED_PROXIES", "127.0.0.1", "HEARTH_REST_LIMIT_ADDRESS", "off"), new Things());

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void a_method_that_says_nothing_needs_a_caller() {
        Api.Answer answer = api.send(api.anonymous("/things/"));

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"hearth\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer nonsense", "Bearer ", "Bearer", "Basic YTpi", "bearer", "nonsense"})
    void a_bad_token_is_a_401_that_says_so(String authorization) {
        Api.Answer answer = api.send(api.anonymous("/things/").header("Authorization", authorization));

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }

    @Test
    void the_scheme_is_known_in_any_case() {
        assertThat(api.send(api.anonymous("/things/").header("Authorization", "bearer " + Api.ALICE))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_resource_knows_the_caller() {
        assertThat(api.get("/things/who/").json().path("username").asText()).isEqualTo("alice");
    }

    @Test
    void anybody_may_call_a_method_that_permits_all() {
        Api.Answer answer = api.send(api.anonymous("/things/who/"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("username").isNull()).isTrue();
    }

    @Test
    void a_bad_token_is_as_good_as_none_where_anybody_may_call() {
        Api.Answer answer = api.send(api.by("expired", "/things/who/"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("username").isNull()).isTrue();
    }

    @Test
    void only_a_moderator_does_what_is_for_moderators() {
        assertProblem(api.send(api.by(Api.ALICE, "/things/x/").DELETE()), 403, "forbidden");
        assertThat(api.send(api.by(Api.MODERATOR, "/things/x/").DELETE()).status())
                .isEqualTo(204);
    }

    @Test
    void without_a_token_what_is_for_moderators_is_a_401() {
        assertProblem(api.send(api.anonymous("/things/x/").DELETE()), 401, "unauthorized");
    }

    @Test
    void a_check_that_is_down_is_a_503_and_no_401() {
        Registration down = api.modules.checkTokensWith(token -> {
            throw Problem.unavailable("database-away", "The database is away.", null);
        });
        try {
            assertProblem(api.get("/things/"), 503, "database-away");
            assertThat(api.get("/things/who/").status()).isEqualTo(200);
        } finally {
            down.close();
            api.checkTokens();
        }
    }

    @Test
    void a_resource_knows_where_the_request_comes_from() {
        Api.Answer answer = api.send(api.anonymous("/things/who/").header("X-Forwarded-For", "1.1.1.1, 192.0.2.7"));

        assertThat(answer.json().path("address").asText()).isEqualTo("192.0.2.7");
    }
}
