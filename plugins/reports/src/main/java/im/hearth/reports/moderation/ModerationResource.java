package im.hearth.reports.moderation;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.OptionalBody;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.reports.Params;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import javax.validation.constraints.NotNull;
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

/** The REST door: {@code /api/moderation/}. */
@Path("/moderation/")
@Tag(
        name = "Moderation",
        description = "For moderators, who are the administrators of the server; 403 for anybody else.")
@Produces(MediaType.APPLICATION_JSON)
public final class ModerationResource {
    private final Moderators moderators;
    private final Audit audit;
    private final Clock clock;

    public ModerationResource(Moderators moderators, Audit audit, Clock clock) {
        this.moderators = moderators;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whom to keep out, and for how long. */
    @Schema(name = "NewSuspension", description = "until, or permanent: true.")
    public record NewSuspension(
            @Schema(description = "A username.") @NotNull(message = "is required") String user,

            @Schema(description = "When it ends by itself, in RFC 3339; within ten years.", nullable = true) @Nullable String until,

            @Schema(description = "true: for good.", nullable = true) @Nullable Boolean permanent,

            @Schema(description = "For moderators: at most 1,000 characters.") @NotNull(message = "is required") String reason) {
        @Nullable Instant end() {
            boolean isPermanent = Boolean.TRUE.equals(permanent);
            if (until == null && !isPermanent) {
                throw Problem.invalid("until", "is required, unless permanent is true");
            }
            if (until == null) {
                return null;
            }
            if (isPermanent) {
                throw Problem.invalid("permanent", "stands against until: send one of them");
            }
            try {
                return OffsetDateTime.parse(until).toInstant();
            } catch (DateTimeParseException e) {
                throw Problem.invalid("until", "is not a time in RFC 3339, such as 2026-11-23T12:00:00Z");
            }
        }
    }

    /** Why a message is taken away. */
    @Schema(name = "MessageRemoval")
    public record MessageRemoval(
            @Schema(description = "For those who got it: at most 1,000 characters.", nullable = true) @Nullable String reason) {}

    @GET
    @Path("suspensions/")
    @Operation(summary = "Suspensions, the latest first")
    @ApiResponse(responseCode = "200", description = "Suspensions.", useReturnTypeSchema = true)
    public Page<SuspensionView> suspensions(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Only those of this username.") @QueryParam("user") @Nullable String user,
            @Parameter(description = "true: only those that hold now; false: only those that are over.")
                    @QueryParam("is_active")
                    @Nullable String active) {
        moderator(security);
        Instant now = clock.instant();
        return moderators
                .list(
                        Params.name("user", user),
                        Params.flag("is_active", active),
                        Params.before(page.after()),
                        page.limit())
                .map(ban -> SuspensionView.of(ban, now));
    }

    @POST
    @Path("suspensions/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Suspend somebody",
            description = "Their sessions on both doors end, they cannot log in, and their phone number cannot register"
                    + " again. It takes the place of a suspension of theirs that holds.")
    @ApiResponse(
            responseCode = "201",
            description = "The suspension.",
            content = @Content(schema = @Schema(implementation = SuspensionView.class)))
    @ApiResponse(responseCode = "409", description = "administrator: that person is a moderator too.")
    public Response suspend(@Context SecurityContext security, NewSuspension wanted) {
        Ban ban = moderators.suspend(moderator(security), wanted.user(), wanted.end(), wanted.reason());
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/moderation/suspensions/" + ban.text() + "/")
                .entity(SuspensionView.of(ban, clock.instant()))
                .build();
    }

    @GET
    @Path("suspensions/{id}/")
    @Operation(summary = "A suspension")
    @ApiResponse(responseCode = "200", description = "The suspension.", useReturnTypeSchema = true)
    public SuspensionView suspension(@Context SecurityContext security, @PathParam("id") String id) {
        moderator(security);
        return SuspensionView.of(moderators.require(id), clock.instant());
    }

    @DELETE
    @Path("suspensions/{id}/")
    @Operation(summary = "Let somebody in again", description = "That there was a suspension stays.")
    @ApiResponse(responseCode = "204", description = "It is over.")
    public void lift(@Context SecurityContext security, @PathParam("id") String id) {
        moderators.lift(moderator(security), id);
    }

    @DELETE
    @Path("messages/{id}/")
    @Operation(
            summary = "Take a message away, for all",
            description =
                    "Any message of people or groups. What it said is erased; that there was one stays, and clients"
                            + " hear of it. Reports keep what they copied.")
    @ApiResponse(responseCode = "204", description = "It is gone.")
    public void remove(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @OptionalBody @Nullable MessageRemoval removal) {
        moderators.remove(moderator(security), id, removal == null ? null : removal.reason());
    }

    @GET
    @Path("audit/")
    @Operation(
            summary = "What moderators did, the latest first",
            description = "Nothing of it is ever changed or deleted.")
    @ApiResponse(responseCode = "200", description = "Acts.", useReturnTypeSchema = true)
    public Page<AuditEntry> audit(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Only what this moderator did.") @QueryParam("moderator") @Nullable String moderator,
            @Parameter(description = "Only what was about this username.") @QueryParam("user") @Nullable String user) {
        moderator(security);
        return audit.list(
                Params.name("moderator", moderator),
                Params.name("user", user),
                Params.before(page.after()),
                page.limit());
    }

    private static String moderator(SecurityContext security) {
        Caller caller = Caller.of(security);
        Moderators.require(caller);
        return caller.username();
    }
}
