package im.hearth.messages;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Media;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Flag;
import im.hearth.core.rest.Multipart;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.core.rest.StreamedBody;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Location;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Talks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.validation.Valid;
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

/** The REST door: {@code /api/messages/}. */
@Path("/messages/")
@Tag(name = "Messages", description = "Messages between two people.")
@Produces(MediaType.APPLICATION_JSON)
public final class MessageResource {
    private static final Set<String> FORM_FIELDS = Set.of("receiver", "content", "reply_to");

    private final Messages messages;
    private final Inbox inbox;
    private final Addresses addresses;
    private final Attachments attachments;
    private final MessageViews views;
    private final Talks talks;
    private final Media media;
    private final Settings settings;

    public MessageResource(
            Messages messages,
            Inbox inbox,
            Addresses addresses,
            Attachments attachments,
            MessageViews views,
            Talks talks,
            Media media,
            Settings settings) {
        this.messages = messages;
        this.inbox = inbox;
        this.addresses = addresses;
        this.attachments = attachments;
        this.views = views;
        this.talks = talks;
        this.media = media;
        this.settings = settings;
    }

    /** What to send. */
    @Schema(name = "NewMessage")
    public record NewMessage(
            @Schema(description = "The username of who is to get it, or a JID.", example = "bob")
            @NotNull(message = "is required") String receiver,

            @Schema(
                    description =
                            "What it says: at most 64 KiB of UTF-8, not blank; optional beside files; not with a location.",
                    example = "Hello",
                    nullable = true)
            @Nullable String content,

            @Schema(description = "The id of the message of this conversation that it answers.", nullable = true)
            @Nullable String replyTo,

            @Schema(description = "The ids of uploads, at most 10: the files that come with it.", nullable = true)
            @Nullable List<String> media,

            @Schema(
                    description = "A place to tell. It is a message of its own: with the receiver, and nothing else.",
                    nullable = true)
            @Nullable @Valid Location location) {}

    /** What to send, as a form, for its description. */
    @Schema(name = "NewMessageForm")
    public record NewMessageForm(
            @Schema(
                    description = "The username of who is to get it, or a JID.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String receiver,

            @Schema(description = "What it says; optional beside files.") @Nullable String content,

            @Schema(description = "The id of the message that it answers.") @Nullable String replyTo,

            @Schema(description = "A picture; may be there several times.", type = "string", format = "binary")
            @Nullable String image,

            @Schema(description = "A video; may be there several times.", type = "string", format = "binary") @Nullable String video,

            @Schema(description = "A sound; may be there several times.", type = "string", format = "binary") @Nullable String audio,

            @Schema(description = "A file of any kind; may be there several times.", type = "string", format = "binary")
            @Nullable String file) {}

    /** What to change: the sender changes the content, the receiver whether it is read. */
    @Schema(name = "MessageChange")
    public record MessageChange(
            @Schema(description = "What it is to say; by its sender.", nullable = true) @Nullable String content,

            @Schema(description = "true: it has been read, and all before it; by its receiver.", nullable = true)
            @JsonProperty("is_read")
            @Nullable Boolean read) {}

    /** What a message said from some time on. */
    @Schema(name = "MessageEdit")
    public record MessageEdit(
            @Schema(description = "The id of the edit; of the message itself, for what it said first.")
            String id,

            @Schema(description = "What it said.") String content,
            @Schema(description = "Since when.") Instant timestamp) {}

    @GET
    @Operation(
            summary = "My messages, the latest first",
            description =
                    "Those that I wrote or got. With q: on PostgreSQL those that hold all its words, in any case and"
                            + " order, of which the last one may be the beginning of a word; on HSQLDB, and where q has no"
                            + " words but signs, those that hold it as it is. In the latter case a page may hold fewer messages"
                            + " than the limit, or none, and still have a next one: a request looks through 5,000 messages at"
                            + " most.")
    public Page<MessageView> list(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Only those with this person: a username or a JID.") @QueryParam("with") @Nullable String with,
            @Parameter(description = "Only those that hold these words: at most 1,000 characters.")
                    @QueryParam("q")
                    @Nullable String words,
            @Parameter(description = "true: only those that I got and have not read.")
                    @QueryParam("unread")
                    @DefaultValue("false")
                    String unread,
            @Parameter(description = "Only those of this time or later, in RFC 3339.") @QueryParam("since") @Nullable String since,
            @Parameter(description = "Only those of this time or earlier, in RFC 3339.") @QueryParam("until") @Nullable String until) {
        Caller caller = Caller.of(security);
        MessageFilter filter = new MessageFilter(
                jid(caller),
                with == null ? null : messages.peer("with", caller.resolve(with.strip())),
                Flag.parse("unread", unread),
                ListQuery.first(since),
                ListQuery.before(page.after(), until));
        String text = words == null ? "" : WordIndex.text(words);
        Page<ChatMessage> found =
                text.isEmpty() ? inbox.list(filter, page.limit()) : inbox.search(filter, text, page.limit());
        return views.of(found, caller.username());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send a message",
            description =
                    "It is stored for good before this answers. Files come with it as the ids of uploads, or in a form.",
            parameters =
                    @Parameter(
                            name = "keep_location",
                            in = ParameterIn.QUERY,
                            description = "Of a form. " + IncomingFile.KEEP_LOCATION,
                            schema = @Schema(type = "boolean", defaultValue = "false")),
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = NewMessage.class)),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = NewMessageForm.class))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "The message.",
            content = @Content(schema = @Schema(implementation = MessageView.class)))
    public Response send(@Context SecurityContext security, @Parameter(hidden = true) NewMessage message) {
        Caller caller = Caller.of(security);
        Location location = message.location();
        if (location != null) {
            Parcel place = talks.telling(location, message.content(), message.replyTo(), message.media());
            return created(caller, messages.send(jid(caller), caller.resolve(message.receiver()), place));
        }
        return created(
                caller,
                messages.send(
                        jid(caller),
                        caller.resolve(message.receiver()),
                        message.content(),
                        message.replyTo(),
                        attachments.wanted(message.media())));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @StreamedBody
    @Operation(hidden = true)
    public Response sendForm(
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @QueryParam("keep_location") @DefaultValue("false") String keepLocation,
            InputStream body) {
        Caller caller = Caller.of(security);
        FileIntake intake = new FileIntake(media, caller.username(), Flag.parse("keep_location", keepLocation));
        int longest = settings.get(MessageSettings.MAX_BODY);
        try (MessageForm form = MessageForm.read(Multipart.of(type, body), intake, FORM_FIELDS, longest)) {
            ChatMessage sent = messages.send(
                    jid(caller),
                    caller.resolve(form.require("receiver")),
                    form.text("content"),
                    form.text("reply_to"),
                    form.files());
            form.sent();
            return created(caller, sent);
        }
    }

    private Response created(Caller caller, ChatMessage sent) {
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/messages/" + MessageId.text(sent.id()) + "/")
                .entity(views.of(sent, caller.username()))
                .build();
    }

    @GET
    @Path("{message_id}/")
    @Operation(summary = "A message of mine")
    public MessageView get(@Context SecurityContext security, @PathParam("message_id") String id) {
        Caller caller = Caller.of(security);
        return views.of(inbox.requireKept(jid(caller), id), caller.username());
    }

    @PATCH
    @Path("{message_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Edit a message, or mark it as read",
            description =
                    "Its sender edits the content for two days; its receiver marks it, and all that this person wrote"
                            + " before it, as read.")
    public MessageView change(
            @Context SecurityContext security, @PathParam("message_id") String id, MessageChange change) {
        Caller caller = Caller.of(security);
        String person = jid(caller);
        ChatMessage message = inbox.require(person, id);
        if (change.read() != null) {
            if (change.content() != null && !message.sender().equals(message.receiver())) {
                throw Problem.forbidden("Its sender changes the content, its receiver whether it is read.");
            }
            if (!change.read()) {
                throw Problem.invalid("is_read", "can only become true: the sender has seen that it was read");
            }
            message = messages.markRead(person, id);
        }
        if (change.content() != null) {
            message = messages.edit(person, id, change.content());
        }
        if (change.read() == null && change.content() == null) {
            throw Problem.invalid("content", "send content, or is_read: nothing was to be changed");
        }
        return views.of(message, caller.username());
    }

    @DELETE
    @Path("{message_id}/")
    @Operation(
            summary = "Take a message back, for all",
            description = "By its sender. What it said is erased; that there was a message stays.")
    @ApiResponse(responseCode = "204", description = "It is taken back.")
    public void delete(@Context SecurityContext security, @PathParam("message_id") String id) {
        messages.retract(jid(Caller.of(security)), id);
    }

    @GET
    @Path("{message_id}/edits/")
    @Operation(
            summary = "What a message has said",
            description =
                    "The latest first; the last is what it said when it was sent. Empty for one that was taken back.")
    public Page<MessageEdit> edits(@Context SecurityContext security, @PathParam("message_id") String id) {
        String person = jid(Caller.of(security));
        ChatMessage message = inbox.requireKept(person, id);
        List<MessageEdit> edits = inbox.versions(person, message).stream()
                .map(version -> new MessageEdit(MessageId.text(version.id()), version.body(), version.timestamp()))
                .toList();
        return new Page<>(edits, null);
    }

    private String jid(Caller caller) {
        return addresses.jid(caller.username());
    }
}
