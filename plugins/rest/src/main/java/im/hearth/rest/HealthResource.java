package im.hearth.rest;

import im.hearth.core.health.Condition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.security.PermitAll;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;

/** Whether this server can do its work: for load balancers and people. */
@Path("/health/")
@Tag(name = "Server")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final Health health;

    HealthResource(Health health) {
        this.health = health;
    }

    /**
     * The answer.
     *
     * @param status {@code ok}, or {@code degraded} where a part does not work
     * @param parts of each part, such as {@code database}, {@code sms}, {@code push_queue}: {@code ok}, {@code failing}, or
     *     {@code off} where the operator has not set it up
     */
    public record HealthReport(String status, Map<String, String> parts) {}

    @GET
    @PermitAll
    @Operation(
            operationId = "getHealth",
            summary = "Whether the server and its parts work",
            description =
                    "503 without the database, without which nothing works. A server without one of the other parts"
                            + " does the rest of its work: 200, degraded.")
    public HealthReport health() {
        Map<String, Condition> conditions = health.check();
        Map<String, String> parts = new TreeMap<>();
        conditions.forEach((name, condition) -> parts.put(name, condition.label()));
        return new HealthReport(conditions.containsValue(Condition.FAILING) ? "degraded" : "ok", parts);
    }
}
