package im.hearth.rest;

import static im.hearth.rest.FailuresTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
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
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
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
