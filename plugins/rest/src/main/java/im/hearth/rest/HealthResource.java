package im.hearth.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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

    /** The answer: {@code ok}; anything else is a 503. */
    public record HealthReport(String status) {}

    @GET
    @PermitAll
    @Operation(operationId = "getHealth", summary = "Whether the server and its database work")
    public HealthReport health() {
        health.check();
        return new HealthReport("ok");
    }
}
