package im.hearth.rest;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Fresh<Optional<Problem>> database;

    HealthResource(Database database, Clock clock) {
        this.database = new Fresh<>(KEPT, clock, () -> check(database));
    }

    /** The answer: {@code ok}; anything else is a 503. */
    public record Health(String status) {}

    @GET
    @PermitAll
    @Operation(operationId = "getHealth", summary = "Whether the server and its database work")
    public Health health() {
        database.get().ifPresent(problem -> {
            throw problem;
        });
        return new Health("ok");
    }

    private static Optional<Problem> check(Database database) {
        try {
            database.read(handle ->
                    handle.createQuery("VALUES (1)").mapTo(Integer.class).one());
            return Optional.empty();
        } catch (Problem e) {
            return Optional.of(e);
        }
    }
}
