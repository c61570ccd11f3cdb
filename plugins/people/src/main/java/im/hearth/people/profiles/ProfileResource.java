package im.hearth.people.profiles;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Media;
import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Multipart;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.core.rest.StreamedBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.util.List;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/user-profiles/}. */
@Path("/user-profiles/")
@Tag(name = "Profiles", description = "What people say of themselves.")
@Produces(MediaType.APPLICATION_JSON)
public final class ProfileResource {
    private static final int MOST_ASKED = 200;

    /** In bytes: the rules count characters. */
    private static final int LONGEST_FIELD = 4_000;

    private final Profiles profiles;
    private final Media media;

    public ProfileResource(Profiles profiles, Media media) {
        this.profiles = profiles;
        this.media = media;
    }

    /** A form, for its description. */
    @Schema(name = "UserProfileForm")
    public record Form(
            @Nullable String name,

            @Nullable String bio,

            @Schema(description = "A picture, at most 10 MiB.", type = "string", format = "binary") @Nullable String profilePicture) {}

    @GET
    @Operation(
            summary = "Profiles: mine and my friends', or those of the people that are named",
            description = "By username; those that are named in their order, and none for who is not here.")
    @ApiResponse(responseCode = "200", description = "The profiles.", useReturnTypeSchema = true)
    public Page<ProfileView> list(
            @Context SecurityContext security,
            @Parameter(description = "A username, or me; may repeat, at most 200 times.") @QueryParam("user")
                    List<String> users,
            @BeanParam PageRequest page) {
        Caller caller = Caller.of(security);
        if (users.isEmpty()) {
            return profiles.list(caller.username(), page.after(), page.limit());
        }
        if (users.size() > MOST_ASKED) {
            throw Problem.invalid("user", "may repeat at most " + MOST_ASKED + " times");
        }
        List<String> names = users.stream()
                .filter(user -> user.indexOf('\0') < 0)
                .map(caller::resolve)
                .toList();
        return new Page<>(profiles.find(caller.username(), names), null);
    }

    @GET
    @Path("{user_id}/")
    @Operation(summary = "Somebody's profile")
    @ApiResponse(responseCode = "200", description = "The profile.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such user.")
    public ProfileView get(
            @Context SecurityContext security,
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id) {
        Caller caller = Caller.of(security);
        return profiles.require(caller.username(), caller.resolve(id));
    }

    @PATCH
    @Path("{user_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change my profile",
            description = "Only what is sent changes; null clears. A picture comes as multipart/form-data, in the part"
                    + " profile_picture: what it is, is found out by its content; it is cut to its square middle and"
                    + " made small. XMPP clients see all of it in my vCard and avatar.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = ProfilePatch.class)),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = Form.class))
                            }))
    @ApiResponse(responseCode = "200", description = "My profile.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "403", description = "It is somebody else's.")
    @ApiResponse(responseCode = "413", description = "The picture is too large.")
    @ApiResponse(responseCode = "422", description = "A field is wrong.")
    public ProfileView change(
            @Context SecurityContext security,
            @Parameter(description = "The username, or me.") @PathParam("user_id") String id,
            ProfilePatch patch) {
        String username = own(security, id);
        return profiles.change(username, patch.change());
    }

    @PATCH
    @Path("{user_id}/")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @StreamedBody
    @Operation(hidden = true)
    public ProfileView changeByForm(
            @Context SecurityContext security,
            @PathParam("user_id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body) {
        String username = own(security, id);
        Multipart form = Multipart.of(type, body);
        ProfileChange.@Nullable Sent<String> name = null;
        ProfileChange.@Nullable Sent<String> bio = null;
        ProfileChange.@Nullable Sent<Portrait> picture = null;
        for (Multipart.Part part = form.next(); part != null; part = form.next()) {
            switch (part.name()) {
                case "name" -> name = new ProfileChange.Sent<>(text(part));
                case "bio" -> bio = new ProfileChange.Sent<>(text(part));
                case "profile_picture" ->
                    picture = new ProfileChange.Sent<>(media.portraits()
                            .cut(
                                    "profile_picture",
                                    new IncomingFile(part.fileName(), part.contentType(), part.content())));
                default -> throw Problem.invalid(part.name(), "is not a field of this request");
            }
        }
        return profiles.change(username, ProfilePatch.of(name, bio, picture));
    }

    /** A field's text, of the characters that XML has too (XML 1.0, section 2.2). */
    private static String text(Multipart.Part part) {
        String text = part.text(LONGEST_FIELD);
        boolean bad = text.codePoints()
                .anyMatch(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r')
                        || c == 0xFFFE
                        || c == 0xFFFF
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (bad) {
            throw Problem.invalid(part.name(), "holds a control character or half a surrogate pair");
        }
        return text;
    }

    private String own(SecurityContext security, String id) {
        Caller caller = Caller.of(security);
        String username = caller.resolve(id);
        profiles.requireOwn(caller.username(), username);
        return username;
    }
}
