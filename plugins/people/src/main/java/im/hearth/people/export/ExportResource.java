package im.hearth.people.export;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/users/me/export/}. XMPP has no standard for it. */
@Path("/users/{user_id}/export/")
@Tag(name = "Users")
@Produces(MediaType.APPLICATION_JSON)
public final class ExportResource {
    private final Exports exports;

    public ExportResource(Exports exports) {
        this.exports = exports;
    }

    @POST
    @Operation(
            summary = "Ask for a copy of your data",
            description =
                    "All that the server knows of you, as a zip of JSON and files. It is made in the background: look at it"
                            + " with GET until it is ready. It can be had for a day. One that is under way, or was made within"
                            + " the hour, is that one.")
    @ApiResponse(
            responseCode = "202",
            description = "The copy, as far as it is.",
            content = @Content(schema = @Schema(implementation = ExportView.class)))
    @ApiResponse(responseCode = "404", description = "Not you.")
    public Response ask(
            @Parameter(description = "me, or your username.") @PathParam("user_id") String id,
            @Context SecurityContext security) {
        return Response.accepted(ExportView.of(exports.ask(self(id, security)))).build();
    }

    @GET
    @Operation(summary = "See how far the copy of your data is")
    @ApiResponse(responseCode = "200", description = "The copy that you asked for last.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "You have asked for none, it is gone, or this is not you.")
    public ExportView get(
            @Parameter(description = "me, or your username.") @PathParam("user_id") String id,
            @Context SecurityContext security) {
        return exports.find(self(id, security))
                .map(ExportView::of)
                .orElseThrow(() -> Problem.notFound("There is no copy of your data. POST here to ask for one."));
    }

    @DELETE
    @Operation(summary = "Take the copy of your data away", description = "At once, or stop making it.")
    @ApiResponse(responseCode = "204", description = "There is none.")
    public void drop(
            @Parameter(description = "me, or your username.") @PathParam("user_id") String id,
            @Context SecurityContext security) {
        exports.drop(self(id, security));
    }

    private static String self(String id, SecurityContext security) {
        Caller caller = Caller.of(security);
        if (!caller.resolve(id).equals(caller.username())) {
            throw Problem.notFound("There is no such copy.");
        }
        return caller.username();
    }
}
