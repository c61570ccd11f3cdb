package im.hearth.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * The metrics in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/), or as
 * OpenMetrics 1.0 where the request asks for that.
 */
final class MetricsServlet extends HttpServlet {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final transient PrometheusMeterRegistry registry;
    private final transient Door door;

    MetricsServlet(PrometheusMeterRegistry registry, Door door) {
        this.registry = registry;
        this.door = door;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!door.admits(request)) {
            refuse(response);
            return;
        }
        String accepted = request.getHeader("Accept");
        String type = accepted != null && accepted.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
        response.setContentType(type);
        registry.scrape(response.getOutputStream(), type);
    }

    private void refuse(HttpServletResponse response) throws IOException {
        if (door.wantsToken()) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("WWW-Authenticate", "Bearer realm=\"hearth metrics\"");
            say(response, "Send Authorization: Bearer with the token of the setting hearth.metrics.token.");
        } else {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            say(response, "Only this machine itself may see this. Set hearth.metrics.token, and show that.");
        }
    }

    private static void say(HttpServletResponse response, String words) throws IOException {
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
