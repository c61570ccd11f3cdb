package im.hearth.rest;

import static im.hearth.rest.FailuresTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.health.Condition;
import im.hearth.core.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void all_is_well() {
        try (Api api = Api.with()) {
            Api.Answer answer = api.send(api.anonymous("/health/"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"parts\":{\"database\":\"ok\"}}");
        }
    }

    @Test
    void a_part_that_fails_is_named_and_the_others_go_on() {
        try (Api api = Api.with()) {
            api.checks.add("sms", () -> Condition.FAILING);
            api.checks.add("firebase", () -> Condition.OFF);
            Api.Answer answer = api.send(api.anonymous("/health/"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asText()).isEqualTo("degraded");
            assertThat(answer.json().path("parts").path("sms").asText()).isEqualTo("failing");
            assertThat(answer.json().path("parts").path("firebase").asText()).isEqualTo("off");
            assertThat(answer.json().path("parts").path("database").asText()).isEqualTo("ok");
        }
    }

    @Test
    void a_part_that_the_operator_has_not_set_up_is_no_fault() {
        try (Api api = Api.with()) {
            api.checks.add("firebase", () -> Condition.OFF);

            assertThat(api.send(api.anonymous("/health/")).json().path("status").asText())
                    .isEqualTo("ok");
        }
    }

    @Test
    void requests_are_timed_by_the_template_of_their_path() {
        try (Api api = Api.with()) {
            api.send(api.anonymous("/health/"));
            api.send(api.anonymous("/nothing/of-ours/"));

            // Counted once the answer is on its way.
            await().untilAsserted(() -> {
                assertThat(api.meters
                                .get("http.server.requests")
                                .tags("method", "GET", "uri", "/health/", "status", "200")
                                .timer()
                                .count())
                        .isEqualTo(1);
                assertThat(api.meters
                                .get("http.server.requests")
                                .tags("uri", "(none)", "status", "404")
                                .timer()
                                .count())
                        .isEqualTo(1);
            });
        }
    }

    @Test
    void without_the_database_it_is_a_503_that_heals() {
        try (TestDatabase there = TestDatabase.with("hearth-rest");
                Api api = Api.on(database(there))) {
            away.set(true);
            assertProblem(api.send(api.anonymous("/health/")), 503, "database-away");

            away.set(false);
            api.clock.advance(Duration.ofSeconds(1));
            assertThat(api.send(api.anonymous("/health/")).status()).isEqualTo(200);
        }
    }

    @Test
    void the_database_is_asked_once_a_second_at_most() {
        try (TestDatabase there = TestDatabase.with("hearth-rest");
                Api api = Api.on(database(there))) {
            for (int i = 0; i < 10; i++) {
                api.send(api.anonymous("/health/"));
            }

            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void a_request_without_a_key_asks_nothing_of_the_database() {
        try (TestDatabase there = TestDatabase.with("hearth-rest");
                Api api = Api.on(database(there), new Things())) {
            api.post("/things/", "{\"short_name\": \"ball\", \"size\": 3}");

            assertThat(asked).hasValue(0);
        }
    }

    private Database database(TestDatabase there) {
        return new Database(
                () -> {
                    asked.incrementAndGet();
                    if (away.get()) {
                        throw new SQLException("gone", "08001");
                    }
                    return there.open();
                },
                Dialect.HSQLDB,
                new Events());
    }
}
