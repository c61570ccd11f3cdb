package im.hearth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresTest {
    private final Api api = Api.with(new Things());

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void a_record_goes_in_and_out() {
        Api.Answer answer = api.post("/things/", "{\"short_name\": \"ball\", \"size\": 3}");

        assertThat(answer.body()).contains("short_name");
        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void an_unknown_path_is_a_404() {
        Api.Answer answer = api.get("/nowhere/");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("urn:hearth:problem:not-found");
    }
}
