package im.hearth.reports;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
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

/** The REST door: {@code /api/reports/}. */
@Path("/reports/")
@Tag(name = "Reports", description = "What people report to the moderators.")
@Produces(MediaType.APPLICATION_JSON)
public final class ReportResource {
    private final Reports reports;

    public ReportResource(Reports reports) {
        this.reports = reports;
    }

    /** What to report: one of the first four. */
    @Schema(name = "NewReport", description = "Exactly one of message, group_message, user and group.")
    public record NewReport(
            @Schema(description = "The id of a message that I got.", nullable = true) @Nullable String message,

            @Schema(description = "The id of a message in a group of mine.", nullable = true) @Nullable String groupMessage,

            @Schema(description = "A username, or the JID of somebody of another server.", nullable = true) @Nullable String user,

            @Schema(description = "The id of a group that I am in.", nullable = true) @Nullable String group,

            @Schema(description = "At most 1,000 characters.", nullable = true) @Nullable String reason,

            @Schema(allowableValues = {"spam", "abuse", "violence", "nudity", "impersonation", "illegal", "other"})
            @NotNull(message = "is required") String category) {
        Subject subject() {
            List<Subject> named = new ArrayList<>();
            add(named, Subject.Kind.MESSAGE, message);
            add(named, Subject.Kind.GROUP_MESSAGE, groupMessage);
            add(named, Subject.Kind.USER, user);
            add(named, Subject.Kind.GROUP, group);
            if (named.size() != 1) {
                throw Problem.invalid(
                        named.isEmpty() ? "message" : named.get(1).kind().label(),
                        "send exactly one of message, group_message, user and group");
            }
            return named.get(0);
        }

        private static void add(List<Subject> named, Subject.Kind kind, @Nullable String id) {
            if (id != null) {
                named.add(new Subject(kind, id));
            }
        }
    }

    /** What a moderator changes. */
    @Schema(name = "ReportChange")
    public record ReportChange(
            @Schema(description = "true: it is resolved; its reporter is told.", nullable = true)
            @JsonProperty("is_resolved")
            @Nullable Boolean resolved,

            @Schema(
                    description = "What its reporter reads: at most 1,000 characters; empty for nothing.",
                    nullable = true)
            @Nullable String resolution,

            @Schema(
                    description = "What only moderators read: at most 1,000 characters; empty for nothing.",
                    nullable = true)
            @Nullable String note) {}

    @GET
    @Operation(summary = "Reports, the latest first", description = "One's own; for moderators, those of all people.")
    @ApiResponse(responseCode = "200", description = "Reports.", useReturnTypeSchema = true)
    public Page<ReportView> list(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Only those that are resolved, or are not.") @QueryParam("is_resolved") @Nullable String resolved,
            @Parameter(description = "Only those of this category.") @QueryParam("category") @Nullable String category,
            @Parameter(description = "Only those about message, group_message, user or group.")
                    @QueryParam("kind")
                    @Nullable String kind,
            @Parameter(description = "Only those of this username; moderators only, except me.")
                    @QueryParam("reporter")
                    @Nullable String reporter,
            @Parameter(description = "Only those about this username, or what that person wrote; moderators only.")
                    @QueryParam("user")
                    @Nullable String user) {
        Caller caller = Caller.of(security);
        String named = Params.name("reporter", reporter);
        String by = named == null ? null : caller.resolve(named);
        boolean prying = user != null || (by != null && !by.equals(caller.username()));
        if (prying && !caller.moderator()) {
            throw Problem.forbidden("Only moderators see whose reports there are, and about whom.");
        }
        ReportFilter filter = new ReportFilter(
                Params.flag("is_resolved", resolved),
                category == null ? null : Category.parse(category),
                kind == null ? null : Subject.Kind.parse(kind),
                by,
                Params.name("user", user),
                null,
                Params.before(page.after()));
        return reports.list(caller, filter, page.limit()).map(report -> view(caller, report));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Report something to the moderators",
            description = "A message that I got, a group that I am in, or a person. What it says now is kept for the"
                    + " moderators, whatever becomes of it. Whom it is about does not hear of it.")
    @ApiResponse(
            responseCode = "201",
            description = "The report.",
            content = @Content(schema = @Schema(implementation = ReportView.class)))
    @ApiResponse(responseCode = "409", description = "already-reported: a report of mine about that is open.")
    @ApiResponse(responseCode = "422", description = "A field is wrong, or names something that I cannot see.")
    @ApiResponse(responseCode = "429", description = "That was a lot for one day.")
    public Response create(@Context SecurityContext security, NewReport wanted) {
        Caller caller = Caller.of(security);
        Category category = Category.parse(wanted.category());
        Subject subject = wanted.subject();
        Report report;
        try {
            report = reports.create(caller.username(), subject, category, wanted.reason());
        } catch (Problem problem) {
            if (problem.kind() == Kind.NOT_FOUND) {
                throw Problem.invalid(subject.kind().label(), "is nothing that you can see");
            }
            throw problem;
        }
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/reports/" + report.text() + "/")
                .entity(view(caller, report))
                .build();
    }

    @GET
    @Path("{id}/")
    @Operation(summary = "A report", description = "An own one; for moderators, any.")
    @ApiResponse(responseCode = "200", description = "The report.", useReturnTypeSchema = true)
    public ReportView get(@Context SecurityContext security, @PathParam("id") String id) {
        Caller caller = Caller.of(security);
        return view(caller, reports.require(caller, id));
    }

    @PATCH
    @Path("{id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Resolve a report", description = "For moderators.")
    @ApiResponse(responseCode = "200", description = "The report.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "403", description = "For its reporter, who may withdraw it.")
    public ReportView change(@Context SecurityContext security, @PathParam("id") String id, ReportChange change) {
        Caller caller = Caller.of(security);
        return view(
                caller,
                reports.change(caller, id, new Reports.Change(change.resolved(), change.resolution(), change.note())));
    }

    @DELETE
    @Path("{id}/")
    @Operation(summary = "Withdraw a report", description = "An own one, as long as it is open; moderators delete any.")
    @ApiResponse(responseCode = "204", description = "It is gone, and what it kept with it.")
    @ApiResponse(responseCode = "409", description = "It is resolved.")
    public void delete(@Context SecurityContext security, @PathParam("id") String id) {
        reports.delete(Caller.of(security), id);
    }

    private static ReportView view(Caller caller, Report report) {
        return caller.moderator() ? ReportView.forModerators(report) : ReportView.forReporter(report);
    }
}
