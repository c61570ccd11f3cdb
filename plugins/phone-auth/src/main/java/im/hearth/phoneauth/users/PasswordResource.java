package im.hearth.phoneauth.users;

import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.Clients;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import javax.annotation.security.PermitAll;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** {@code /api/password/}. */
@Path("/password/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public final class PasswordResource {
    private final Passwords passwords;

    public PasswordResource(Passwords passwords) {
        this.passwords = passwords;
    }

    /** The body. */
    public record NewPassword(
            @Schema(description = "8 to 128 characters.") @NotNull(message = "is required") String password,

            @Schema(description = "With code, for whoever is not logged in.") @Nullable String verificationId,

            @Nullable String code) {}

    @POST
    @PermitAll
    @Operation(
            summary = "Set the password that any XMPP client uses",
            description =
                    "Logged in, with password alone. Otherwise with a fresh code from POST /api/otp/, which ends all"
                            + " sessions of the account.")
    @ApiResponse(responseCode = "204", description = "The password is set.")
    @ApiResponse(responseCode = "401", description = "Neither logged in nor a right code.")
    @ApiResponse(responseCode = "409", description = "The number of the code has no account.")
    @ApiResponse(responseCode = "422", description = "The password may not be that.")
    public void set(NewPassword sent, @Context SecurityContext security, @Context HttpServletRequest request) {
        Client client = Clients.of(request);
        String verificationId = sent.verificationId();
        String code = sent.code();
        if (verificationId == null && code == null) {
            passwords.change(Caller.of(security).username(), sent.password(), client);
        } else if (verificationId != null && code != null) {
            passwords.reset(verificationId, code, sent.password(), client);
        } else {
            String missing = code == null ? "code" : "verification_id";
            throw Problem.invalid(List.of(new FieldError(missing, "is required with the other one")));
        }
    }
}
