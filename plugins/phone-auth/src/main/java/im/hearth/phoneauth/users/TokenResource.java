package im.hearth.phoneauth.users;

import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import im.hearth.phoneauth.Client;
import im.hearth.phoneauth.Clients;
import im.hearth.phoneauth.tokens.Sessions;
import im.hearth.phoneauth.tokens.Tokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import javax.annotation.security.PermitAll;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** {@code /api/token/}. */
@Path("/token/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "Authentication")
public final class TokenResource {
    private final Logins logins;
    private final Sessions sessions;
    private final Users users;
    private final WebSocketAddress webSocket;

    public TokenResource(Logins logins, Sessions sessions, Users users, WebSocketAddress webSocket) {
        this.logins = logins;
        this.sessions = sessions;
        this.users = users;
        this.webSocket = webSocket;
    }

    /** The body of a login. */
    @Schema(description = "verification_id and code, or phone_number and code, or username and password.")
    public record Credentials(
            @Schema(description = "What asking for the code answered.") @Nullable String verificationId,

            @Schema(description = "Instead of verification_id: the last code to this number.") @Nullable String phoneNumber,

            @Schema(description = "The code in the SMS.", example = "123456") @Nullable String code,

            @Nullable String username,

            @Size(max = 1000, message = "must have at most 1000 characters") @Nullable String password,

            @Schema(
                    description = "What to call this login in the list of sessions; else User-Agent.",
                    example = "Alice's phone")
            @Size(max = 100, message = "must have at most 100 characters") @Nullable String device) {}

    /** The body with a refresh token. */
    public record Refresh(@NotNull(message = "is required") String refresh) {}

    @POST
    @Operation(summary = "Log in")
    @ApiResponse(responseCode = "200", description = "You are logged in.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "401", description = "The code or the password is wrong.")
    @ApiResponse(responseCode = "409", description = "The username was taken meanwhile, or the number has no account.")
    @ApiResponse(responseCode = "429", description = "Too many wrong ones; ask for a new code, or wait.")
    public TokenAnswer logIn(Credentials sent, @Context HttpServletRequest request, @Context UriInfo uri) {
        Login login = logIn(sent, Clients.of(request, sent.device()));
        return answer(login, uri);
    }

    @POST
    @Path("refresh/")
    @Operation(
            summary = "Get a new pair of tokens",
            description = "The old refresh token is spent. Using a spent one ends the whole session: send an"
                    + " Idempotency-Key if you want to repeat a request whose answer got lost.")
    @ApiResponse(responseCode = "200", description = "The new pair.", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "401",
            description = "The refresh token is spent, expired, or none of ours: log in again.")
    public TokenAnswer refresh(Refresh sent, @Context HttpServletRequest request, @Context UriInfo uri) {
        Tokens tokens = sessions.refresh(sent.refresh(), Clients.of(request));
        return answer(new Login(users.account(tokens.username()), tokens, true), uri);
    }

    @POST
    @Path("revoke/")
    @Operation(
            summary = "Log out",
            description = "Ends the session of the refresh token, with the XMPP streams that its access tokens opened.")
    @ApiResponse(responseCode = "204", description = "You are logged out; also if you were before.")
    public void revoke(Refresh sent) {
        sessions.revoke(sent.refresh());
    }

    private Login logIn(Credentials sent, Client client) {
        String code = sent.code();
        if (sent.verificationId() != null && code != null && onlyOne(sent)) {
            return logins.withCode(sent.verificationId(), code, client);
        }
        if (sent.phoneNumber() != null && code != null && onlyOne(sent)) {
            return logins.withLastCode(sent.phoneNumber(), code, client);
        }
        if (sent.username() != null && sent.password() != null && code == null && onlyOne(sent)) {
            return logins.withPassword(sent.username(), sent.password(), client);
        }
        throw Problem.invalid(List.of(new FieldError(
                sent.code() == null && sent.verificationId() != null ? "code" : "verification_id",
                "send verification_id and code, or phone_number and code, or username and password")));
    }

    /** Whether it is clear who wants to log in. */
    private static boolean onlyOne(Credentials sent) {
        int ways = (sent.verificationId() == null ? 0 : 1)
                + (sent.phoneNumber() == null ? 0 : 1)
                + (sent.username() == null && sent.password() == null ? 0 : 1);
        return ways == 1;
    }

    private TokenAnswer answer(Login login, UriInfo uri) {
        Tokens tokens = login.tokens();
        return new TokenAnswer(
                tokens.access(),
                tokens.refresh(),
                "Bearer",
                tokens.expiresIn().toSeconds(),
                users.own(login.account()),
                new TokenAnswer.Xmpp(users.jid(login.account()), webSocket.of(uri.getBaseUri())),
                login.existing());
    }
}
