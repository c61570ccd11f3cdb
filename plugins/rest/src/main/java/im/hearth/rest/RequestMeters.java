package im.hearth.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/**
 * How long requests take: {@code http.server.requests}, Micrometer's own name for it, by method, path template and status.
 * Those that are no path of ours are one.
 */
record RequestMeters(MeterRegistry registry) {
    void served(String method, String route, int status, Duration time) {
        registry.timer(
                        "http.server.requests",
                        Tags.of("method", method, "uri", route, "status", Integer.toString(status)))
                .record(time);
    }
}
