package im.hearth.reactions.emoticons;

import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Multipart;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.core.rest.StreamedBody;
import im.hearth.reactions.RowId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/custom-emoticons/}. */
@Path("/custom-emoticons/")
@Tag(
        name = "Custom emoticons",
        description = "People's own emoticons: a :shortcut: in the words of their messages, or a reaction.")
@Produces(MediaType.APPLICATION_JSON)
public final class EmoticonResource {
    private final Emoticons emoticons;

    public EmoticonResource(Emoticons emoticons) {
        this.emoticons = emoticons;
    }

    /** What to make. */
    @Schema(name = "NewCustomEmoticon")
    public record NewEmoticon(
            @Schema(
                    description = ":name:, with a name of 2 to 32 characters of a-z, 0-9, _, + and -.",
                    example = ":party:")
            @NotNull(message = "is required") String shortcut,

            @Schema(
                    description =
                            "The id of an upload: a png, apng, gif or webp, of at most 512 KiB and 512 x 512 pixels.")
            @NotNull(message = "is required") String image) {}

    /** What to make, as a form, for its description. */
    @Schema(name = "NewCustomEmoticonForm")
    public record NewEmoticonForm(
            @Schema(description = ":name:", requiredMode = Schema.RequiredMode.REQUIRED)
            String shortcut,

            @Schema(
                    description = "A png, apng, gif or webp, of at most 512 KiB and 512 x 512 pixels.",
                    type = "string",
                    format = "binary",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String image) {}

    /** What to change. */
    @Schema(name = "CustomEmoticonChange")
    public record EmoticonChange(
            @Schema(description = "Another :name:.", nullable = true) @Nullable String shortcut,

            @Schema(description = "The id of an upload: another picture.", nullable = true) @Nullable String image) {}

    /** What to change, as a form, for its description. */
    @Schema(name = "CustomEmoticonChangeForm")
    public record EmoticonChangeForm(
            @Schema(description = "Another :name:.") @Nullable String shortcut,

            @Schema(description = "Another picture.", type = "string", format = "binary") @Nullable String image) {}

    @GET
    @Operation(
            summary = "A person's emoticons, the latest first",
            description = "Mine, or those of whoever wrote me a message.")
    public Page<EmoticonView> list(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Whose: a username.") @QueryParam("user") @DefaultValue("me") String user,
            @Parameter(description = "Only the one of that :shortcut:.") @QueryParam("shortcut") @Nullable String shortcut) {
        String owner = Caller.of(security).resolve(user);
        if (shortcut != null) {
            return new Page<>(
                    emoticons.find(owner, shortcut).map(EmoticonView::of).stream()
                            .toList(),
                    null);
        }
        return emoticons.pack(owner, RowId.before(page.after()), page.limit()).map(EmoticonView::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an emoticon",
            description =
                    "Its picture comes in a form, or as the id of an upload. It is looked at by its content; animated"
                            + " ones stay animated.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = NewEmoticon.class)),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = NewEmoticonForm.class))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "The emoticon.",
            content = @Content(schema = @Schema(implementation = EmoticonView.class)))
    public Response add(@Context SecurityContext security, @Parameter(hidden = true) NewEmoticon emoticon) {
        return created(emoticons.add(Caller.of(security).username(), emoticon.shortcut(), emoticon.image()));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @StreamedBody
    @Operation(hidden = true)
    public Response addForm(
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @Parameter(hidden = true) InputStream body) {
        Caller caller = Caller.of(security);
        EmoticonForm form = EmoticonForm.read(Multipart.of(type, body));
        String shortcut = form.shortcut();
        Picture image = form.image();
        if (shortcut == null || image == null) {
            throw Problem.invalid(shortcut == null ? "shortcut" : "image", "is required");
        }
        return created(emoticons.add(caller.username(), shortcut, image));
    }

    @GET
    @Path("{id}/")
    @Operation(summary = "An emoticon")
    public EmoticonView get(@Context SecurityContext security, @PathParam("id") String id) {
        Caller.of(security);
        return EmoticonView.of(emoticons.get(RowId.of(id)));
    }

    @PATCH
    @Path("{id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Give an emoticon of mine another shortcut or picture",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = EmoticonChange.class)),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = EmoticonChangeForm.class))
                            }))
    public EmoticonView change(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @Parameter(hidden = true) EmoticonChange change) {
        return EmoticonView.of(
                emoticons.changeTo(Caller.of(security).username(), RowId.of(id), change.shortcut(), change.image()));
    }

    @PATCH
    @Path("{id}/")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @StreamedBody
    @Operation(hidden = true)
    public EmoticonView changeForm(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @Parameter(hidden = true) InputStream body) {
        Caller caller = Caller.of(security);
        EmoticonForm form = EmoticonForm.read(Multipart.of(type, body));
        return EmoticonView.of(emoticons.change(caller.username(), RowId.of(id), form.shortcut(), form.image()));
    }

    @DELETE
    @Path("{id}/")
    @Operation(summary = "Delete an emoticon of mine", description = "Its :shortcut: stays in the words that I wrote.")
    @ApiResponse(responseCode = "204", description = "It is deleted.")
    public void remove(@Context SecurityContext security, @PathParam("id") String id) {
        emoticons.remove(Caller.of(security).username(), RowId.of(id));
    }

    private static Response created(Emoticons.Shown shown) {
        EmoticonView view = EmoticonView.of(shown);
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/custom-emoticons/" + view.id() + "/")
                .entity(view)
                .build();
    }
}
