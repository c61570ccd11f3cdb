package im.hearth.core.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.security.Principal;
import javax.ws.rs.core.SecurityContext;

/**
 * Who makes a request.
 *
 * @param username the account
 * @param sessionId the token session, as in {@code /api/sessions/}
 * @param moderator whether the person is an administrator of the server
 */
public record Caller(String username, String sessionId, boolean moderator) implements Principal {
    @Override
    public String getName() {
        return username;
    }

    /** Who makes this request; 401 where nobody said. */
    public static Caller of(SecurityContext context) {
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw Problem.of(Kind.UNAUTHORIZED, "Log in first: send Authorization: Bearer with an access token.");
    }

    /** The username that a path names: {@code me} is the caller. */
    public String resolve(String userId) {
        return "me".equals(userId) ? username : userId;
    }
}
