package im.hearth.events;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * The two streams in the words of JAX-RS, for the API's description. They are served by {@link SseRoute} and
 * {@link SocketRoute}: Jersey writes with threads that wait, and knows no WebSockets.
 */
@Path("/")
@Tag(name = "Events", description = "What happens, as it happens.")
public interface EventDoor {
    /** An event, as a WebSocket has it; Server-Sent Events have the same in their own fields. */
    @Schema(name = "Event")
    record EventView(
            @Schema(
                    description = "Come again with the last one to miss nothing; null for an event that is not kept.",
                    nullable = true)
            @Nullable String id,

            @Schema(
                    description =
                            "ready and heartbeat: nothing happened up to the id. reset: what you missed is not kept"
                                    + " any more, so read it by REST. message.created, message.edited, message.deleted and"
                                    + " message.read have a Message; group_message.created, group_message.edited,"
                                    + " group_message.deleted and group_message.read a GroupMessage; group.updated has the changed"
                                    + " fields of a Group; group.member_joined, group.member_left and group.member_changed say"
                                    + " who (user), in which group, in which role and by whom; presence.changed a UserStatus;"
                                    + " profile.changed a UserProfile; settings.changed my UserSettings;"
                                    + " session.created and session.ended the id of a session; report.resolved a Report of"
                                    + " mine, and report.created, for moderators, a new one. Pass over types that you do not"
                                    + " know.",
                    example = "message.created")
            String type,

            @Schema(description = "What it is about, as REST shows it at the time of reading.")
            Object data) {}

    /** Server-Sent Events. */
    @GET
    @Path("events/")
    @Produces("text/event-stream")
    @Operation(
            summary = "My events, as Server-Sent Events",
            description =
                    "Comes with what happens from now on; after Last-Event-ID, first with all that was missed, once"
                            + " and in order, for seven days. Ends when the token expires, and when the session ends: connect"
                            + " again with a new token and the last id.")
    @ApiResponse(
            responseCode = "200",
            description = "The stream: each event has an id, an event (the type) and data (JSON).",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(implementation = EventView.class)))
    @ApiResponse(responseCode = "429", description = "You have too many streams open.")
    void events(
            @Parameter(description = "The id of the last event that you saw.") @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Parameter(description = "The same, for clients that cannot set the header.")
                    @QueryParam("last_event_id")
                    @Nullable String lastIdToo);

    /** The WebSocket. */
    @GET
    @Path("ws/")
    @Operation(
            summary = "My events on a WebSocket, and a way to send",
            description = "Without Authorization, which a browser cannot set, the first message says who you are:"
                    + " {\"type\": \"auth\", \"access\": \"…\", \"last_event_id\": \"…\"}; the same with a new token keeps the"
                    + " stream open beyond the first one. Send {\"id\": \"1\", \"type\": \"message\", \"body\": {…}} with the"
                    + " body of the POST of that thing, and get {\"re\": \"1\", \"status\": 201, \"body\": {…}}. A close code"
                    + " of 4401 asks for another token, 4408 and 4429 say that you read too slowly or sent too much.")
    @ApiResponse(responseCode = "101", description = "The WebSocket.")
    @ApiResponse(responseCode = "403", description = "It comes from a page of an origin that may not connect.")
    void socket(
            @Parameter(description = "The id of the last event that you saw.") @QueryParam("last_event_id") @Nullable String lastId);
}
