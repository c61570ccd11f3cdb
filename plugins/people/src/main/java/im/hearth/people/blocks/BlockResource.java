package im.hearth.people.blocks;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.people.Persons;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
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

/** The REST door: {@code /api/user-blocks/}. */
@Path("/user-blocks/")
@Tag(name = "Blocks", description = "Whom I block. Nothing of theirs reaches me, and they cannot tell.")
@Produces(MediaType.APPLICATION_JSON)
public final class BlockResource {
    private final Blocks blocks;
    private final Persons persons;

    public BlockResource(Blocks blocks, Persons persons) {
        this.blocks = blocks;
        this.persons = persons;
    }

    /** Whom to block. */
    @Schema(name = "NewBlock")
    public record NewBlock(
            @Schema(description = "A username, or the JID of somebody of another server.", example = "mallory")
            @NotNull(message = "is required") String blockedUser) {}

    @GET
    @Operation(summary = "Whom I block, the latest first")
    public Page<BlockView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        return blocks.list(Caller.of(security).username(), page.after(), page.limit())
                .map(block -> BlockView.of(block, persons));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Block somebody",
            description =
                    "A friendship stays, unseen, and is there again when the block ends. 409 if I block them already.")
    @ApiResponse(responseCode = "201", description = "The block.")
    public Response block(@Context SecurityContext security, NewBlock wanted) {
        Caller caller = Caller.of(security);
        Block made =
                blocks.block(caller.username(), persons.parse("blocked_user", caller.resolve(wanted.blockedUser())));
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/user-blocks/" + made.id() + "/")
                .entity(BlockView.of(made, persons))
                .build();
    }

    @DELETE
    @Path("{block_id}/")
    @Operation(summary = "End a block")
    @ApiResponse(responseCode = "204", description = "It has ended.")
    public void unblock(@Context SecurityContext security, @PathParam("block_id") String id) {
        blocks.unblock(Caller.of(security).username(), id);
    }
}
