package im.hearth.media;

import im.hearth.core.media.Attachment;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Flag;
import im.hearth.core.rest.Multipart;
import im.hearth.core.rest.StreamedBody;
import im.hearth.core.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.util.List;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door for files: {@code /api/uploads/}. */
@Path("/uploads/")
@Tag(name = "Uploads", description = "Files, to be sent with messages.")
@Produces(MediaType.APPLICATION_JSON)
public final class UploadResource {
    private static final String DESCRIPTION = """
            As a form with one part named file, or as the body itself, with the headers Content-Type and \
            Content-Disposition: attachment; filename="name". The file waits a day for a message that has its id in \
            media. What it is, is found out by its content; where a picture or video was taken is erased from it, unless \
            keep_location is true.""";

    private final MediaLibrary library;
    private final Settings settings;

    public UploadResource(MediaLibrary library, Settings settings) {
        this.library = library;
        this.settings = settings;
    }

    /** A form with a file, for its description. */
    @Schema(name = "Upload")
    public record Form(
            @Schema(description = "The file.", type = "string", format = "binary")
            String file) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @StreamedBody
    @Operation(
            summary = "Upload a file",
            description = DESCRIPTION,
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = Form.class)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "The file.",
            content = @Content(schema = @Schema(implementation = Attachment.class)))
    public Response upload(
            @Context SecurityContext security,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @Parameter(description = IncomingFile.KEEP_LOCATION) @QueryParam("keep_location") @DefaultValue("false")
                    String keepLocation,
            @Parameter(hidden = true) InputStream body) {
        Caller caller = Caller.of(security);
        boolean keep = Flag.parse("keep_location", keepLocation);
        Multipart form = Multipart.of(type, body);
        Multipart.Part part = form.next();
        if (part == null || !part.name().equals("file")) {
            throw Problem.invalid("file", "is required, as the only part of the form");
        }
        MediaFile file = library.take(
                caller.username(), new IncomingFile(part.fileName(), part.contentType(), part.content(), keep));
        boolean whole = false;
        try {
            if (form.next() != null) {
                throw Problem.invalid("file", "must be the only part of the form; upload one file at a time");
            }
            whole = true;
        } finally {
            if (!whole) {
                library.discard(caller.username(), List.of(file.id()));
            }
        }
        return created(file);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @StreamedBody
    @Operation(hidden = true)
    public Response uploadBody(
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @HeaderParam(HttpHeaders.CONTENT_DISPOSITION) @Nullable String disposition,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable String length,
            @QueryParam("keep_location") @DefaultValue("false") String keepLocation,
            InputStream body) {
        Caller caller = Caller.of(security);
        boolean keep = Flag.parse("keep_location", keepLocation);
        long most = settings.get(MediaSettings.MAX_SIZE);
        if (length != null && Long.parseLong(length) > most) {
            throw Spool.tooLarge(most);
        }
        String name = disposition == null ? null : Multipart.fileName(disposition);
        return created(library.take(caller.username(), new IncomingFile(name, type, body, keep)));
    }

    private static Response created(MediaFile file) {
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, file.url())
                .entity(Attachment.of(file))
                .build();
    }
}
