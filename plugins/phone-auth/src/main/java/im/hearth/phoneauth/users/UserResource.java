package im.hearth.phoneauth.users;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.OptionalBody;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.phoneauth.Clients;
import im.hearth.phoneauth.codes.CodeSent;
import im.hearth.phoneauth.sms.Channel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.annotation.security.PermitAll;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
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

/** {@code /api/users/}. */
@Path("/users/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class UserResource {
    private static final String REQUIRED = "is required";

    private final Users users;

    public UserResource(Users users) {
        this.users = users;
    }

    /** The body of a registration. */
    public record NewUser(
            @Schema(
                    description = "Any form with +, or the national form of the server's country.",
                    example = "+4915123456789")
            @NotNull(message = REQUIRED) String phoneNumber,

            @Schema(description = "3 to 32 of a-z, 0-9, dot, hyphen, underscore.", example = "alice")
            @NotNull(message = REQUIRED) String username,

            @Schema(description = "What others see.", example = "Alice") @Nullable String name,

            @Schema(
                    description = "How to send the code.",
                    allowableValues = {"sms", "call", "whatsapp"},
                    defaultValue = "sms")
            @Nullable String channel) {}

    /** The body of a deletion. */
    public record Proof(
            @Schema(description = "Of a code that went to the account's number.") @Nullable String verificationId,

            @Nullable String code,

            @Schema(description = "For an account without a number.") @Nullable String password) {}

    @POST
    @PermitAll
    @Operation(
            summary = "Register",
            description =
                    "Sends a code to the number. The account exists once POST /api/token/ was called with that code."
                            + " If the number has an account already, the code logs in to it, and the new username is ignored.")
    @ApiResponse(
            responseCode = "202",
            description = "A code is on its way.",
            content = @Content(schema = @Schema(implementation = CodeSent.class)))
    @ApiResponse(responseCode = "409", description = "The username is taken.")
    @ApiResponse(responseCode = "422", description = "A field is wrong, or the number cannot get codes.")
    @ApiResponse(responseCode = "429", description = "Too often; Retry-After says when to try again.")
    @ApiResponse(responseCode = "503", description = "Codes cannot be sent now.")
    public Response register(NewUser user, @Context HttpServletRequest request) {
        CodeSent sent = users.register(
                user.phoneNumber(), user.username(), user.name(), channel(user.channel()), Clients.of(request));
        return Response.accepted(sent).build();
    }

    @GET
    @Operation(
            summary = "Find people",
            description = "By the beginning of a username or name, or by an exact number; those who can be found only.")
    @ApiResponse(responseCode = "200", description = "People by username.", useReturnTypeSchema = true)
    public Page<UserView> list(
            @Parameter(description = "The beginning of a username or name.")
                    @QueryParam("q")
                    @Size(max = 100, message = "must have at most 100 characters") @Nullable String text,
            @Parameter(description = "The whole number, any form.") @QueryParam("phone_number") @Nullable String phoneNumber,
            @BeanParam PageRequest page,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        if (phoneNumber != null) {
            // A plus sign in a query is a space, unless it is escaped.
            String number = phoneNumber.startsWith(" ") ? "+" + phoneNumber.strip() : phoneNumber;
            return users.byNumber(caller, number);
        }
        return users.search(caller, text == null ? "" : text.replace("\0", ""), page);
    }

    @GET
    @Path("{user_id}/")
    @Operation(summary = "See somebody")
    @ApiResponse(responseCode = "200", description = "The person.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such user.")
    public UserView get(
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return users.view(caller, caller.resolve(id));
    }

    @PATCH
    @Path("{user_id}/")
    @Operation(
            summary = "Change yourself",
            description = "Only what is sent changes; null clears. A new number wants a fresh code that went to it:"
                    + " POST /api/otp/ with the new number, then phone_number, verification_id and code here.")
    @ApiResponse(responseCode = "200", description = "You, as you are now.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "403", description = "Somebody else, or a wrong code.")
    @ApiResponse(responseCode = "409", description = "Somebody else has that number.")
    @ApiResponse(responseCode = "422", description = "A field is wrong.")
    public UserView change(
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id,
            UserPatch patch,
            @Context SecurityContext security,
            @Context HttpServletRequest request) {
        Caller caller = Caller.of(security);
        return users.change(caller, caller.resolve(id), patch.change(), Clients.of(request));
    }

    @DELETE
    @Path("{user_id}/")
    @Operation(
            summary = "Delete your account",
            description =
                    "Wants a fresh code: POST /api/otp/ with your number, then verification_id and code here, in the"
                            + " body or, for clients that cannot send one with DELETE, in the query. Messages stay for others;"
                            + " everything else of yours goes.")
    @ApiResponse(responseCode = "204", description = "The account is gone.")
    @ApiResponse(responseCode = "403", description = "Somebody else, or no fresh code.")
    public void delete(
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id,
            @Parameter(description = "Instead of the body's.") @QueryParam("verification_id") @Nullable String verificationId,
            @Parameter(description = "Instead of the body's.") @QueryParam("code") @Nullable String code,
            @OptionalBody @Nullable Proof proof,
            @Context SecurityContext security,
            @Context HttpServletRequest request) {
        Caller caller = Caller.of(security);
        Proof sent = proof == null ? new Proof(verificationId, code, null) : proof;
        users.delete(
                caller, caller.resolve(id), sent.verificationId(), sent.code(), sent.password(), Clients.of(request));
    }

    private static Channel channel(@Nullable String label) {
        return label == null ? Channel.SMS : Channel.parse(label);
    }
}
