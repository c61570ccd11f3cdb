package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.hearth.core.plugin.Registration;
import im.hearth.core.rest.RestModule;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.annotation.security.PermitAll;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.MediaType;
import org.junit.jupiter.api.Test;

class HotPluggingTest {
    @Path("/late/")
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Late {
        public record Word(String word) {}

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        private final String word;

        Late(String word) {
            this.word = word;
        }

        @GET
        public Word get() {
            return new Word(word);
        }

        @POST
        @Path("slow/")
        public Word slow() throws InterruptedException {
            entered.countDown();
            go.await(10, TimeUnit.SECONDS);
            return new Word(word);
        }

        @GET
        @Path("later/")
        public void later(@Suspended AsyncResponse response) {
            entered.countDown();
            new Thread(() -> {
                        try {
                            go.await(10, TimeUnit.SECONDS);
                            response.resume(new Word(word));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start();
        }
    }

    /** Two methods for one path: Jersey refuses it. */
    @Path("/broken/")
    public static final class Broken {
        @GET
        public String one() {
            return "";
        }

        @GET
        public String another() {
            return "";
        }
    }

    @Test
    void a_feature_that_comes_is_served_and_one_that_goes_is_not() {
        try (Api api = Api.with(new Things())) {
            assertThat(api.get("/late/").status()).isEqualTo(404);

            Registration late = api.modules.add(new RestModule("late", List.of(new Late("here")), null));
            await().until(() -> api.get("/late/").status() == 200);
            assertThat(api.get("/things/").status()).isEqualTo(200);

            late.close();
            await().until(() -> api.get("/late/").status() == 404);
            assertThat(api.get("/things/").status()).isEqualTo(200);
        }
    }

    @Test
    void a_feature_is_replaced_by_its_next_version() {
        try (Api api = Api.with()) {
            Registration one = api.modules.add(new RestModule("late", List.of(new Late("one")), null));
            await().until(() -> api.get("/late/").status() == 200);

            one.close();
            api.modules.add(new RestModule("late", List.of(new Late("two")), null));

            await().until(() -> api.get("/late/").body().contains("two"));
        }
    }

    @Test
    void a_request_in_flight_is_answered_by_the_one_it_came_to() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        Late late = new Late("old");
        try (Api api = Api.with()) {
            Registration registration = api.modules.add(new RestModule("late", List.of(late), null));
            await().until(() -> api.get("/late/").status() == 200);
            var slow = other.submit(() -> api.post("/late/slow/", ""));
            assertThat(late.entered.await(10, TimeUnit.SECONDS)).isTrue();

            registration.close();
            await().until(() -> api.get("/late/").status() == 404);
            late.go.countDown();

            assertThat(slow.get(10, TimeUnit.SECONDS).body()).contains("old");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void an_asynchronous_request_in_flight_is_answered_too() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        Late late = new Late("old");
        try (Api api = Api.with()) {
            Registration registration = api.modules.add(new RestModule("late", List.of(late), null));
            await().until(() -> api.get("/late/").status() == 200);
            var later = other.submit(() -> api.get("/late/later/"));
            assertThat(late.entered.await(10, TimeUnit.SECONDS)).isTrue();

            registration.close();
            await().until(() -> api.get("/late/").status() == 404);
            late.go.countDown();

            assertThat(later.get(10, TimeUnit.SECONDS).body()).contains("old");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void a_feature_that_cannot_be_served_leaves_the_others_alone() {
        try (Api api = Api.with(new Things())) {
            assertThat(api.get("/things/").status()).isEqualTo(200);

            api.modules.add(new RestModule("broken", List.of(new Broken()), null));
            api.modules.add(new RestModule("late", List.of(new Late("here")), null));

            await().until(() -> api.get("/late/").status() == 200);
            assertThat(api.get("/things/").status()).isEqualTo(200);
            assertThat(api.get("/broken/").status()).isEqualTo(404);
        }
    }

    @Test
    void the_description_follows_the_features() {
        try (Api api = Api.with()) {
            assertThat(api.get("/openapi.json").json().path("paths").has("/sample/"))
                    .isFalse();

            Registration sample = api.modules.add(
                    new RestModule("sample", List.of(), HotPluggingTest.class.getResource("/openapi/sample.json")));

            assertThat(api.get("/openapi.json").json().path("paths").has("/sample/"))
                    .isTrue();
            sample.close();
            assertThat(api.get("/openapi.json").json().path("paths").has("/sample/"))
                    .isFalse();
        }
    }
}
