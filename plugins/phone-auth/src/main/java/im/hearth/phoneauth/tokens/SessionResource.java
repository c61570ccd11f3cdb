package im.hearth.phoneauth.tokens;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.BeanParam;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** {@code /api/sessions/}. */
@Path("/sessions/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public final class SessionResource {
    private final Sessions sessions;

    public SessionResource(Sessions sessions) {
        this.sessions = sessions;
    }

    @GET
    @Operation(summary = "See where you are logged in")
    @ApiResponse(responseCode = "200", description = "Your sessions, the newest first.", useReturnTypeSchema = true)
    public Page<SessionView> list(@BeanParam PageRequest page, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return sessions.list(caller.username(), page.after(), page.limit())
                .map(session -> SessionView.of(session, caller.sessionId()));
    }

    @DELETE
    @Path("{session_id}/")
    @Operation(
            summary = "Log a session out",
            description = "Its tokens are refused from now on, and the XMPP streams that they opened end.")
    @ApiResponse(responseCode = "204", description = "It is logged out.")
    @ApiResponse(responseCode = "404", description = "You have no such session.")
    public void end(@PathParam("session_id") String id, @Context SecurityContext security) {
        sessions.end(Caller.of(security).username(), id);
    }
}
