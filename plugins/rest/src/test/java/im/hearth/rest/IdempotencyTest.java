package im.hearth.rest;

import static im.hearth.rest.FailuresTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.problem.Problem;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final String BALL = "{\"short_name\": \"ball\", \"size\": 3}";
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";

    /** A POST that a test holds up, or lets fail. */
    @Path("/held/")
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Held {
        public record Count(int count) {}

        final AtomicInteger calls = new AtomicInteger();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        @POST
        public Count post() throws InterruptedException {
            int count = calls.incrementAndGet();
            entered.countDown();
            go.await(10, TimeUnit.SECONDS);
            return new Count(count);
        }

        @POST
        @Path("failing/")
        public Count failing(@QueryParam("how") String how) {
            int count = calls.incrementAndGet();
            switch (how) {
                case "away" -> throw Problem.unavailable("database-away", "Away.", null);
                case "fault" -> throw new IllegalStateException("fault");
                case "often" -> throw Problem.tooOften(Duration.ofSeconds(1), "Slowly.");
                default -> throw Problem.conflict("taken", "Taken, for the " + count + ". time.");
            }
        }
    }

    private final Things things = new Things();
    private final Held held = new Held();
    private final Api api = Api.with(
            Map.of("HEARTH_WEB_TRUSTED_PROXIES", "127.0.0.1", "HEARTH_REST_LIMIT_CALLER", "off"), things, held);

    @AfterEach
    void stop() {
        held.go.countDown();
        api.close();
    }

    @Test
    void the_same_post_again_gives_the_first_answer_and_does_nothing() {
        Api.Answer first = api.post("/things/", BALL, KEY, "k1");
        Api.Answer again = api.post("/things/", BALL, KEY, "k1");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header(REPLAYED)).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location")).isNotEmpty();
        assertThat(again.header("Content-Type")).isEqualTo("application/json");
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(things.made).hasValue(1);
    }

    @Test
    void an_answer_without_a_body_is_given_again_too() {
        Api.Answer first = api.post("/things/nothing/", "", KEY, "k1");
        Api.Answer again = api.post("/things/nothing/", "", KEY, "k1");

        assertThat(first.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(204);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void the_slash_at_the_end_makes_no_other_request() {
        api.post("/things/", BALL, KEY, "k1");

        assertThat(api.post("/things", BALL, KEY, "k1").header(REPLAYED)).isEqualTo("true");
    }

    @Test
    void another_key_is_another_request() {
        api.post("/things/", BALL, KEY, "k1");
        api.post("/things/", BALL, KEY, "k2");

        assertThat(things.made).hasValue(2);
    }

    @Test
    void without_a_key_every_post_counts() {
        api.post("/things/", BALL);
        api.post("/things/", BALL);

        assertThat(things.made).hasValue(2);
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        api.post("/things/", BALL, KEY, "k1");

        Api.Answer other = api.post("/things/", BALL.replace("3", "4"), KEY, "k1");

        assertProblem(other, 422, "invalid");
        assertThat(other.errors()).singleElement().asString().startsWith("Idempotency-Key: ");
        assertThat(things.made).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/anybody/", "/things/?x=1"})
    void the_same_key_for_another_address_is_refused(String path) {
        api.post("/things/", BALL, KEY, "k1");

        assertProblem(api.post(path, BALL, KEY, "k1"), 422, "invalid");
    }

    @Test
    void each_caller_has_keys_of_their_own() {
        api.post("/things/", BALL, KEY, "k1");

        Api.Answer bobs = api.send(api.by(Api.BOB, "/things/")
                .headers("Content-Type", "application/json", KEY, "k1")
                .POST(BodyPublishers.ofString(BALL)));

        assertThat(bobs.header(REPLAYED)).isEmpty();
        assertThat(things.made).hasValue(2);
    }

    @Test
    void those_without_a_token_have_keys_by_their_address() {
        Api.Answer first = anonymous("192.0.2.1");
        Api.Answer again = anonymous("192.0.2.1");
        Api.Answer elsewhere = anonymous("192.0.2.2");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(elsewhere.header(REPLAYED)).isEmpty();
        assertThat(things.made).hasValue(2);
    }

    private Api.Answer anonymous(String from) {
        return api.send(api.anonymous("/things/anybody/")
                .headers("Content-Type", "application/json", KEY, "k1", "X-Forwarded-For", from)
                .POST(BodyPublishers.ofString(BALL)));
    }

    @Test
    void a_post_without_a_caller_where_one_is_needed_claims_nothing() {
        Api.Answer refused = api.send(api.anonymous("/things/")
                .headers("Content-Type", "application/json", KEY, "k1")
                .POST(BodyPublishers.ofString(BALL)));

        assertProblem(refused, 401, "unauthorized");
        assertThat(rows()).isZero();
    }

    @Test
    void a_second_one_while_the_first_is_under_way_is_told_to_wait() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Api.Answer> first = other.submit(() -> api.post("/held/", "", KEY, "k1"));
            assertThat(held.entered.await(10, TimeUnit.SECONDS)).isTrue();

            Api.Answer second = api.post("/held/", "", KEY, "k1");
            held.go.countDown();

            assertProblem(second, 409, "idempotency-in-progress");
            assertThat(second.header("Retry-After")).isEqualTo("1");
            assertThat(first.get().status()).isEqualTo(200);
            assertThat(api.post("/held/", "", KEY, "k1").header(REPLAYED)).isEqualTo("true");
            assertThat(held.calls).hasValue(1);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void of_many_at_once_one_is_carried_out() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Api.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(() -> api.post("/things/", BALL, KEY, "k1"));
            }
            for (Future<Api.Answer> answer : crowd.invokeAll(calls)) {
                assertThat(answer.get().status()).as(answer.get().body()).isIn(201, 409);
            }
            assertThat(things.made).hasValue(1);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void one_that_was_cut_off_is_not_carried_out_again() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Api.Answer> first = other.submit(() -> api.post("/held/", "", KEY, "k1"));
            assertThat(held.entered.await(10, TimeUnit.SECONDS)).isTrue();
            api.clock.advance(Idempotency.LEASE);

            Api.Answer second = api.post("/held/", "", KEY, "k1");
            held.go.countDown();

            assertProblem(second, 409, "idempotency-unknown");
            assertThat(second.header("Retry-After")).isEmpty();
            first.get();
            assertThat(held.calls).hasValue(1);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void a_refusal_is_kept_like_any_answer() {
        Api.Answer first = api.post("/held/failing/?how=taken", "", KEY, "k1");
        Api.Answer again = api.post("/held/failing/?how=taken", "", KEY, "k1");

        assertProblem(first, 409, "taken");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(held.calls).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "fault", "often"})
    void what_may_go_well_the_next_time_is_not_kept(String how) {
        api.post("/held/failing/?how=" + how, "", KEY, "k1");
        Api.Answer again = api.post("/held/failing/?how=" + how, "", KEY, "k1");

        assertThat(again.header(REPLAYED)).isEmpty();
        assertThat(held.calls).hasValue(2);
    }

    @Test
    void after_a_day_the_key_is_new_again() {
        api.post("/things/", BALL, KEY, "k1");
        api.clock.advance(Idempotency.KEPT.plusSeconds(1));

        assertThat(api.post("/things/", BALL, KEY, "k1").header(REPLAYED)).isEmpty();
        assertThat(things.made).hasValue(2);
    }

    @Test
    void what_is_older_than_a_day_is_purged() {
        api.post("/things/", BALL, KEY, "old");
        api.clock.advance(Idempotency.KEPT.minusSeconds(1));
        api.post("/things/", BALL, KEY, "new");
        api.clock.advance(Duration.ofSeconds(2));

        api.purge();

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void the_table_holds_neither_key_nor_caller_nor_answer_in_clear() {
        api.post("/things/", BALL, KEY, "my-key");

        String row = api.database.database().read(handle -> handle.createQuery("SELECT * FROM hearth_idempotency")
                .mapToMap()
                .one()
                .toString());
        assertThat(row).doesNotContain("my-key").doesNotContain("alice").doesNotContain("ball");
    }

    @Test
    void a_restart_forgets_nothing() {
        Api.Answer first = api.post("/things/", BALL, KEY, "k1");

        try (Api restarted = Api.on(api.database.database(), things)) {
            Api.Answer again = restarted.post("/things/", BALL, KEY, "k1");

            assertThat(again.header(REPLAYED)).isEqualTo("true");
            assertThat(again.body()).isEqualTo(first.body());
        }
    }

    @Test
    void a_key_beyond_ascii_is_refused() {
        String answer = api.raw("POST /api/things/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
                + Api.ALICE + "\r\nContent-Type: application/json\r\nIdempotency-Key: caf\u00e9\r\nContent-Length: "
                + BALL.length() + "\r\n\r\n" + BALL);

        assertThat(answer).startsWith("HTTP/1.1 422 ");
        assertThat(things.made).hasValue(0);
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(api.post("/things/", BALL, KEY, "k".repeat(255)).status()).isEqualTo(201);
        assertProblem(api.post("/things/", BALL, KEY, "k".repeat(256)), 422, "invalid");
    }

    @Test
    void a_get_has_no_use_for_a_key() {
        api.send(api.by(Api.ALICE, "/things/").header(KEY, "k1"));

        assertThat(rows()).isZero();
    }

    @Test
    void a_body_over_the_limit_claims_nothing() {
        assertProblem(api.post("/things/", "x".repeat(300_000), KEY, "k1"), 413, "too-large");

        assertThat(rows()).isZero();
    }

    private int rows() {
        return api.database.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_idempotency")
                .mapTo(Integer.class)
                .one());
    }
}
