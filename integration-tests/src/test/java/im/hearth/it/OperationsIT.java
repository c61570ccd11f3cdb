package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an operator sees: health, metrics. */
final class OperationsIT {
    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");

    private Api admin() {
        return Api.at(URI.create("http://127.0.0.1:" + hearth.engine().ports().admin()));
    }

    private String metrics() {
        return expect(200, admin().get("/metrics")).text();
    }

    /** The value of the metric with these labels; 0 if there is none yet. */
    private double metric(String name, String... labels) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> java.util.Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void awaitMetric(double atLeast, String name, String... labels) {
        await().atMost(Hearth.PATIENCE)
                .untilAsserted(() -> assertThat(metric(name, labels)).as(name).isGreaterThanOrEqualTo(atLeast));
    }

    @Test
    void messages_of_both_doors_are_counted_and_their_commits_timed() {
        String[] chat = {"conversation=\"chat\"", "kind=\"message\""};
        String[] groups = {"conversation=\"groupchat\"", "kind=\"message\""};
        double before = metric("hearth_messages_total", chat);
        double beforeGroups = metric("hearth_messages_total", groups);
        try (Xmpp b = bob.connect()) {
            alice.send(bob, "by REST");
            b.awaitText("by REST");
            b.say(alice, "by XMPP");
            String group = expect(201, alice.api().post("/api/groups/", Map.of("name", "G", "members", new String[] {
                        bob.username()
                    })))
                    .get("id");
            expect(201, alice.api().post("/api/group-messages/", Map.of("group", group, "content", "to all")));

            awaitMetric(before + 2, "hearth_messages_total", chat);
            awaitMetric(beforeGroups + 1, "hearth_messages_total", groups);
        }
        assertThat(metric("hearth_archive_commit_seconds_count", "conversation=\"chat\""))
                .isPositive();
    }

    @Test
    void requests_are_counted_by_route_and_status() {
        double before = metric("http_server_requests_seconds_count", "uri=\"/users/{user_id}/\"", "status=\"404\"");

        expect(404, alice.api().get("/api/users/nobody-has-this-name/"));

        awaitMetric(before + 1, "http_server_requests_seconds_count", "uri=\"/users/{user_id}/\"", "status=\"404\"");
    }

    @Test
    void codes_are_counted_when_they_are_sent_and_when_they_are_typed() {
        double sent = metric("hearth_codes_sent_total", "channel=\"sms\"", "result=\"sent\"");
        double right = metric("hearth_codes_checked_total", "result=\"right\"");

        hearth.register("carol");

        awaitMetric(sent + 1, "hearth_codes_sent_total", "channel=\"sms\"", "result=\"sent\"");
        awaitMetric(right + 1, "hearth_codes_checked_total", "result=\"right\"");
    }

    @Test
    void the_queue_and_the_machine_are_measured_and_nobody_is_named() {
        String all = metrics();

        assertThat(all)
                .contains("hearth_push_queue ", "hearth_push_delay_seconds ", "jvm_memory_used_bytes{", "process_");
        assertThat(all).doesNotContain(alice.username(), alice.phoneNumber(), bob.username());
        assertThat(Pattern.compile("@" + Pattern.quote(hearth.domain()))
                        .matcher(all)
                        .find())
                .isFalse();
    }

    @Test
    void the_metrics_are_for_this_machine_alone_while_no_token_is_set() {
        Api.Answer answer = admin().send(admin().request("/metrics")
                .header("X-Forwarded-For", "192.0.2.1")
                .GET());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(hearth.api().get("/metrics").status()).isEqualTo(404);
    }

    @Test
    void health_names_each_part() {
        Api.Answer health = expect(200, hearth.api().get("/api/health/"));

        assertThat(health.get("status")).isEqualTo("ok");
        assertThat(health.body().path("parts").path("database").asText()).isEqualTo("ok");
        assertThat(health.body().path("parts").path("sms").asText()).isEqualTo("ok");
        assertThat(health.body().path("parts").path("push_queue").asText()).isEqualTo("ok");
        assertThat(health.body().path("parts").path("firebase").asText()).isEqualTo("off");
    }
}
