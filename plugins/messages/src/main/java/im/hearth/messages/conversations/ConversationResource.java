package im.hearth.messages.conversations;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.messages.Addresses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;

/** The REST door: {@code /api/conversations/}. */
@Path("/conversations/")
@Tag(name = "Conversations", description = "My recent chats, with people and in groups together.")
@Produces(MediaType.APPLICATION_JSON)
public final class ConversationResource {
    private final Conversations conversations;
    private final Addresses addresses;

    public ConversationResource(Conversations conversations, Addresses addresses) {
        this.conversations = conversations;
        this.addresses = addresses;
    }

    @GET
    @Operation(
            summary = "My conversations: pinned ones first, then the one with the latest message first",
            description =
                    "A person is in it once there is a message, a group from when I am in it. One that moves to the"
                            + " top while I page is there, not on a later page.")
    public Page<ConversationView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return conversations.list(person(security), page.after(), page.limit()).map(ConversationView::of);
    }

    @GET
    @Path("{conversation_id}/")
    @Operation(summary = "A conversation of mine")
    public ConversationView get(@Context SecurityContext security, @PathParam("conversation_id") String id) {
        return ConversationView.of(conversations.require(person(security), id));
    }

    @PATCH
    @Path("{conversation_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Mute or pin a conversation, for me",
            description = "On all my devices; the others do not see it.")
    public ConversationView change(
            @Context SecurityContext security, @PathParam("conversation_id") String id, ConversationPatch patch) {
        return ConversationView.of(conversations.change(person(security), id, patch.change()));
    }

    private String person(SecurityContext security) {
        return addresses.jid(Caller.of(security).username());
    }
}
