package im.hearth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServletTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MemoryProperties properties = new MemoryProperties();
    private final Settings settings = new Settings(Map.of(), properties);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        registry.counter("hearth.messages", "kind", "message").increment(3);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setContextPath("/metrics");
        context.setAllowNullPathInfo(true);
        context.addServlet(new ServletHolder(new MetricsServlet(registry, new Door(settings))), "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        registry.close();
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/metrics"))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void what_is_counted_is_shown_as_text() throws Exception {
        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.body())
                .contains("# TYPE hearth_messages_total counter", "hearth_messages_total{kind=\"message\"} 3.0");
    }

    @Test
    void open_metrics_come_to_who_asks_for_them() throws Exception {
        HttpResponse<String> answer = get("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"})
    void without_a_token_nothing_is_shown_through_a_proxy(String header) throws Exception {
        HttpResponse<String> answer = get(header, "192.0.2.1");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("hearth.metrics.token").doesNotContain("hearth_messages");
    }

    @Test
    void where_a_token_is_set_it_is_asked_for_from_everywhere() throws Exception {
        properties.set(MetricsSettings.TOKEN.name(), "rosebud", true);

        HttpResponse<String> without = get();
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertThat(without.body()).doesNotContain("rosebud", "hearth_messages");
        assertThat(get("Authorization", "Bearer roses").statusCode()).isEqualTo(401);
        assertThat(get("Authorization", "Basic rosebud").statusCode()).isEqualTo(401);
        assertThat(get("Authorization", "Bearer rosebud", "X-Forwarded-For", "192.0.2.1")
                        .statusCode())
                .isEqualTo(200);
    }
}
