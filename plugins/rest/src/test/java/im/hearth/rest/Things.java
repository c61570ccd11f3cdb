package im.hearth.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.ClientAddress;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.security.PermitAll;
import javax.annotation.security.RolesAllowed;
import javax.servlet.http.HttpServletRequest;
import javax.validation.Valid;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** A feature's resource, as features write them. */
@Path("/things/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class Things {
    final AtomicInteger made = new AtomicInteger();

    public enum Colour {
        @JsonProperty("red")
        RED,
        @JsonProperty("dark_blue")
        DARK_BLUE
    }

    public record Part(
            @NotNull @Size(min = 1, max = 10, message = "must have 1 to 10 characters") String partName) {}

    public record NewThing(
            @NotNull(message = "is required") @Size(max = 100, message = "must have at most 100 characters") String shortName,

            int size,
            @Nullable Boolean round,
            @Nullable Instant madeAt,
            @Nullable Colour colour,
            @Nullable List<@Valid Part> parts,
            @Nullable Map<String, String> labels) {}

    public record Thing(
            String id,
            String shortName,
            Instant madeAt,
            @Nullable String note) {}

    public record Who(@Nullable String username, boolean moderator, String address) {}

    @GET
    public Page<String> list(@BeanParam PageRequest page, @QueryParam("least_size") @Min(0) int leastSize) {
        return new Page<>(List.of("limit " + page.limit(), "after " + page.after(), "least " + leastSize), null);
    }

    @POST
    public Response create(NewThing thing) {
        int number = made.incrementAndGet();
        return Response.status(201)
                .header("Location", "/api/things/" + number + "/")
                .entity(new Thing("t" + number, thing.shortName(), Instant.parse("2026-01-02T03:04:05Z"), null))
                .build();
    }

    @GET
    @Path("{thing_id}/")
    public Thing get(@PathParam("thing_id") String id) {
        if (id.equals("boom")) {
            throw new IllegalStateException("SELECT secret FROM hearth_account");
        }
        if (id.equals("unwritable")) {
            throw new StackOverflowError();
        }
        if (id.equals("odd")) {
            return new Thing(id, "odd", Instant.MAX, null);
        }
        if (id.equals("busy")) {
            throw Problem.unavailable("database-away", "The database is away.", null);
        }
        if (id.equals("often")) {
            throw Problem.tooOften(Duration.ofMillis(1_200), "Slowly.");
        }
        if (id.startsWith("status-")) {
            throw new javax.ws.rs.WebApplicationException(Integer.parseInt(id.substring(7)));
        }
        throw Problem.notFound("There is no thing " + id + ".");
    }

    @DELETE
    @Path("{thing_id}/")
    @RolesAllowed("moderator")
    public void delete(@PathParam("thing_id") String id) {}

    @GET
    @Path("who/")
    @PermitAll
    public Who who(@Context SecurityContext security, @Context HttpServletRequest request) {
        String name =
                security.getUserPrincipal() == null ? null : Caller.of(security).username();
        return new Who(
                name,
                security.isUserInRole("moderator"),
                ClientAddress.of(request).text());
    }

    @POST
    @Path("anybody/")
    @PermitAll
    public Thing anybody(NewThing thing) {
        return new Thing("a" + made.incrementAndGet(), thing.shortName(), Instant.EPOCH, null);
    }

    @POST
    @Path("free/")
    public void free(Map<String, Object> anything) {}

    @POST
    @Path("nothing/")
    public void nothing() {
        made.incrementAndGet();
    }
}
