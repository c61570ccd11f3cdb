package im.hearth.rest;

import static im.hearth.rest.FailuresTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Map<String, String> FEW = Map.of(
            "HEARTH_REST_LIMIT_CALLER", "5/1",
            "HEARTH_REST_LIMIT_ADDRESS", "3/1",
            "HEARTH_WEB_TRUSTED_PROXIES", "127.0.0.1");

    @Test
    void a_caller_who_asks_too_often_is_told_when_to_come_again() {
        try (Api api = Api.with(FEW, new Things())) {
            for (int i = 0; i < 5; i++) {
                assertThat(api.get("/things/").status()).isEqualTo(200);
            }
            Api.Answer refused = api.get("/things/");

            assertProblem(refused, 429, "too-often");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            api.clock.advance(Duration.ofSeconds(1));
            assertThat(api.get("/things/").status()).isEqualTo(200);
        }
    }

    @Test
    void one_caller_does_not_use_up_anothers() {
        try (Api api = Api.with(FEW, new Things())) {
            for (int i = 0; i < 6; i++) {
                api.get("/things/");
            }

            assertThat(api.send(api.by(Api.BOB, "/things/")).status()).isEqualTo(200);
        }
    }

    @Test
    void those_without_a_token_count_by_address() {
        try (Api api = Api.with(FEW, new Things())) {
            for (int i = 0; i < 3; i++) {
                assertThat(from(api, "192.0.2.1").status()).isEqualTo(200);
            }

            assertProblem(from(api, "192.0.2.1"), 429, "too-often");
            assertThat(from(api, "192.0.2.2").status()).isEqualTo(200);
            assertThat(api.get("/things/").status()).isEqualTo(200);
        }
    }

    @Test
    void an_ipv6_client_counts_by_its_64() {
        try (Api api = Api.with(FEW, new Things())) {
            for (int i = 0; i < 3; i++) {
                assertThat(from(api, "2001:db8:1:1::" + i).status()).isEqualTo(200);
            }

            assertProblem(from(api, "2001:db8:1:1::ffff"), 429, "too-often");
            assertThat(from(api, "2001:db8:1:2::1").status()).isEqualTo(200);
        }
    }

    @Test
    void bad_tokens_and_unknown_paths_count_too() {
        try (Api api = Api.with(FEW, new Things())) {
            for (int i = 0; i < 3; i++) {
                api.send(api.by("guess-" + i, "/nowhere/"));
            }

            assertProblem(api.send(api.by("guess", "/things/")), 429, "too-often");
        }
    }

    @Test
    void loopback_counts_unless_it_is_left_out() {
        try (Api counted = Api.with(Map.of("HEARTH_REST_LIMIT_ADDRESS", "3/1"), new Things());
                Api exempt = Api.with(
                        Map.of("HEARTH_REST_LIMIT_ADDRESS", "3/1", "HEARTH_LIMITS_EXEMPT_LOOPBACK", "true"),
                        new Things())) {
            for (int i = 0; i < 3; i++) {
                counted.send(counted.anonymous("/health/"));
                exempt.send(exempt.anonymous("/health/"));
            }

            assertThat(counted.send(counted.anonymous("/health/")).status()).isEqualTo(429);
            assertThat(exempt.send(exempt.anonymous("/health/")).status()).isEqualTo(200);
        }
    }

    @Test
    void loopback_behind_a_proxy_is_not_the_client() {
        try (Api api = Api.with(
                Map.of(
                        "HEARTH_REST_LIMIT_ADDRESS", "3/1",
                        "HEARTH_LIMITS_EXEMPT_LOOPBACK", "true",
                        "HEARTH_WEB_TRUSTED_PROXIES", "127.0.0.1"),
                new Things())) {
            for (int i = 0; i < 3; i++) {
                from(api, "192.0.2.1");
            }

            assertThat(from(api, "192.0.2.1").status()).isEqualTo(429);
        }
    }

    @Test
    void a_changed_limit_counts_within_seconds() {
        try (Api api = Api.with(new Things())) {
            api.properties.set("hearth.rest.limit.caller", "3/1", false);
            for (int i = 0; i < 4; i++) {
                api.get("/things/");
            }
            api.properties.set("hearth.rest.limit.caller", "off", false);
            assertThat(api.get("/things/").status()).isEqualTo(429);

            api.clock.advance(Duration.ofSeconds(5));

            for (int i = 0; i < 20; i++) {
                assertThat(api.get("/things/").status()).isEqualTo(200);
            }
        }
    }

    private static Api.Answer from(Api api, String address) {
        return api.send(api.anonymous("/health/").header("X-Forwarded-For", address));
    }
}
