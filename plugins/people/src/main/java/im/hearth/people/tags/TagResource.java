package im.hearth.people.tags;

import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.people.Persons;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.validation.constraints.NotNull;
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

/** The REST door: {@code /api/user-tags/}. */
@Path("/user-tags/")
@Tag(name = "Tags", description = "My own labels on people, which are the groups of my roster to XMPP clients.")
@Produces(MediaType.APPLICATION_JSON)
public final class TagResource {
    private final Tags tags;
    private final Persons persons;

    public TagResource(Tags tags, Persons persons) {
        this.tags = tags;
        this.persons = persons;
    }

    /** What to put on whom. */
    @Schema(name = "NewUserTag")
    public record NewTag(
            @Schema(description = "A username, or the JID of somebody of another server.", example = "bob")
            @NotNull(message = "is required") String user,

            @Schema(description = "1 to 50 characters.", example = "Family") @NotNull(message = "is required") String tag) {}

    /** What a tag is to say. */
    @Schema(name = "UserTagChange")
    public record TagPatch(
            @Schema(description = "1 to 50 characters.") @NotNull(message = "is required") String tag) {}

    @GET
    @Operation(summary = "My tags, the latest first")
    public Page<TagView> list(
            @Context SecurityContext security,
            @Parameter(description = "Only those on this person.") @QueryParam("user") @Nullable String user,
            @Parameter(description = "Only those that say exactly this.") @QueryParam("tag") @Nullable String tag,
            @BeanParam PageRequest page) {
        Caller caller = Caller.of(security);
        String person = user == null ? null : persons.parse("user", user);
        return tags.list(caller.username(), person, tag == null ? null : TagText.parse(tag), page.after(), page.limit())
                .map(found -> TagView.of(found, persons));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a tag on somebody",
            description = "At most 20 on a person and 2,000 in all. 409 if it is there already.")
    @ApiResponse(responseCode = "201", description = "The tag.")
    public Response add(@Context SecurityContext security, NewTag wanted) {
        Caller caller = Caller.of(security);
        UserTag made = tags.add(caller.username(), persons.parse("user", caller.resolve(wanted.user())), wanted.tag());
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/user-tags/" + made.id() + "/")
                .entity(TagView.of(made, persons))
                .build();
    }

    @GET
    @Path("{tag_id}/")
    @Operation(summary = "A tag of mine")
    public TagView get(@Context SecurityContext security, @PathParam("tag_id") String id) {
        return TagView.of(tags.require(Caller.of(security).username(), id), persons);
    }

    @PATCH
    @Path("{tag_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a tag say something else")
    public TagView rename(@Context SecurityContext security, @PathParam("tag_id") String id, TagPatch patch) {
        return TagView.of(tags.rename(Caller.of(security).username(), id, patch.tag()), persons);
    }

    @DELETE
    @Path("{tag_id}/")
    @Operation(summary = "Take a tag off")
    @ApiResponse(responseCode = "204", description = "It is gone.")
    public void remove(@Context SecurityContext security, @PathParam("tag_id") String id) {
        tags.remove(Caller.of(security).username(), id);
    }
}
