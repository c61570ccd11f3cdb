package im.hearth.groups.chat;

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
import im.hearth.groups.Groups;
import im.hearth.messages.Addresses;
import im.hearth.messages.Attachments;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.FileIntake;
import im.hearth.messages.ListQuery;
import im.hearth.messages.MessageForm;
import im.hearth.messages.MessageId;
import im.hearth.messages.MessageSettings;
import im.hearth.messages.WordIndex;
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

/** The REST door: {@code /api/group-messages/}. */
@Path("/group-messages/")
@Tag(name = "Group messages", description = "Messages in groups.")
@Produces(MediaType.APPLICATION_JSON)
public final class GroupMessageResource {
    private static final Set<String> FORM_FIELDS = Set.of("group", "content", "reply_to");

    private final GroupMessages messages;
    private final GroupInbox inbox;
    private final Groups groups;
    private final Addresses addresses;
    private final Attachments attachments;
    private final GroupMessageViews views;
    private final Talks talks;
    private final Media media;
    private final Settings settings;

    public GroupMessageResource(
            GroupMessages messages,
            GroupInbox inbox,
            Groups groups,
            Addresses addresses,
            Attachments attachments,
            GroupMessageViews views,
            Talks talks,
            Media media,
            Settings settings) {
        this.messages = messages;
        this.inbox = inbox;
        this.groups = groups;
        this.addresses = addresses;
        this.attachments = attachments;
        this.views = views;
        this.talks = talks;
        this.media = media;
        this.settings = settings;
    }

    /** What to send. */
    @Schema(name = "NewGroupMessage")
    public record NewGroupMessage(
            @Schema(description = "The id of a group that I am in.") @NotNull(message = "is required") String group,

            @Schema(
                    description = "What it says: at most 64 KiB of UTF-8, not blank; optional beside files; not with a"
                            + " location. @username mentions a member.",
                    nullable = true)
            @Nullable String content,

            @Schema(description = "The id of the message of this group that it answers.", nullable = true) @Nullable String replyTo,

            @Schema(description = "The ids of uploads, at most 10: the files that come with it.", nullable = true)
            @Nullable List<String> media,

            @Schema(
                    description = "A place to tell. It is a message of its own: with the group, and nothing else.",
                    nullable = true)
            @Nullable @Valid Location location) {}

    /** What to send, as a form, for its description. */
    @Schema(name = "NewGroupMessageForm")
    public record NewGroupMessageForm(
            @Schema(description = "The id of a group that I am in.", requiredMode = Schema.RequiredMode.REQUIRED)
            String group,

            @Schema(description = "What it says; optional beside files.") @Nullable String content,

            @Schema(description = "The id of the message that it answers.") @Nullable String replyTo,

            @Schema(description = "A picture; may be there several times.", type = "string", format = "binary")
            @Nullable String image,

            @Schema(description = "A video; may be there several times.", type = "string", format = "binary") @Nullable String video,

            @Schema(description = "A sound; may be there several times.", type = "string", format = "binary") @Nullable String audio,

            @Schema(description = "A file of any kind; may be there several times.", type = "string", format = "binary")
            @Nullable String file) {}

    /** What to change: the sender changes the content, others whether it is read. */
    @Schema(name = "GroupMessageChange")
    public record GroupMessageChange(
            @Schema(description = "What it is to say; by its sender.", nullable = true) @Nullable String content,

            @Schema(description = "true: I have read it, and all before it in its group.", nullable = true)
            @JsonProperty("is_read")
            @Nullable Boolean read) {}

    /** What a message said from some time on. */
    @Schema(name = "GroupMessageEdit")
    public record GroupMessageEdit(
            @Schema(description = "The id of the edit; of the message itself, for what it said first.")
            String id,

            @Schema(description = "What it said.") String content,
            @Schema(description = "Since when.") Instant timestamp) {}

    @GET
    @Operation(
            summary = "Messages in my groups, the latest first",
            description =
                    "With q: on PostgreSQL those that hold all its words, in any case and order, of which the last one"
                            + " may be the beginning of a word; on HSQLDB, and where q has no words but signs, those that hold"
                            + " it as it is. In the latter case a page may hold fewer messages than the limit, or none, and"
                            + " still have a next one: a request looks through 5,000 messages at most.")
    public Page<GroupMessageView> list(
            @Context SecurityContext security,
            @BeanParam PageRequest page,
            @Parameter(description = "Only those in this group.") @QueryParam("group") @Nullable String group,
            @Parameter(description = "Only those that hold these words: at most 1,000 characters.")
                    @QueryParam("q")
                    @Nullable String words,
            @Parameter(description = "true: only what others wrote and I have not read.")
                    @QueryParam("unread")
                    @DefaultValue("false")
                    String unread,
            @Parameter(description = "Only those of this time or later, in RFC 3339.") @QueryParam("since") @Nullable String since,
            @Parameter(description = "Only those of this time or earlier, in RFC 3339.") @QueryParam("until") @Nullable String until) {
        String person = person(security);
        String room = group == null
                ? null
                : groups.require(person, groups.room(group)).room();
        GroupInbox.Filter filter = new GroupInbox.Filter(
                person,
                room,
                Flag.parse("unread", unread),
                ListQuery.first(since),
                ListQuery.before(page.after(), until));
        String text = words == null ? "" : WordIndex.text(words);
        Page<ChatMessage> found =
                text.isEmpty() ? inbox.list(filter, page.limit()) : inbox.search(filter, text, page.limit());
        return views.of(found, person);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say something in a group",
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
                                        schema = @Schema(implementation = NewGroupMessage.class)),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = NewGroupMessageForm.class))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "The message.",
            content = @Content(schema = @Schema(implementation = GroupMessageView.class)))
    public Response send(@Context SecurityContext security, @Parameter(hidden = true) NewGroupMessage message) {
        String person = person(security);
        Location location = message.location();
        if (location != null) {
            Parcel place = talks.telling(location, message.content(), message.replyTo(), message.media());
            return created(messages.send(person, groups.room(message.group()), place), person);
        }
        return created(
                messages.send(
                        person,
                        groups.room(message.group()),
                        message.content(),
                        message.replyTo(),
                        attachments.wanted(message.media())),
                person);
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
        String person = addresses.jid(caller.username());
        FileIntake intake = new FileIntake(media, caller.username(), Flag.parse("keep_location", keepLocation));
        int longest = settings.get(MessageSettings.MAX_BODY);
        try (MessageForm form = MessageForm.read(Multipart.of(type, body), intake, FORM_FIELDS, longest)) {
            ChatMessage sent = messages.send(
                    person,
                    groups.room(form.require("group")),
                    form.text("content"),
                    form.text("reply_to"),
                    form.files());
            form.sent();
            return created(sent, person);
        }
    }

    private Response created(ChatMessage sent, String person) {
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/group-messages/" + MessageId.text(sent.id()) + "/")
                .entity(views.of(sent, person))
                .build();
    }

    @GET
    @Path("{message_id}/")
    @Operation(summary = "A message in a group of mine")
    public GroupMessageView get(@Context SecurityContext security, @PathParam("message_id") String id) {
        String person = person(security);
        return views.of(inbox.require(person, id).message(), person);
    }

    @PATCH
    @Path("{message_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Edit a message, or mark it as read",
            description = "Its sender edits the content for two days; others mark it, and all before it, as read.")
    public GroupMessageView change(
            @Context SecurityContext security, @PathParam("message_id") String id, GroupMessageChange change) {
        String person = person(security);
        ChatMessage message = inbox.require(person, id).message();
        if (change.read() != null && change.content() != null) {
            throw Problem.forbidden("Its sender changes the content, others whether it is read.");
        }
        if (change.content() != null) {
            message = messages.edit(person, id, change.content()).message();
        } else if (change.read() == null) {
            throw Problem.invalid("content", "send content, or is_read: nothing was to be changed");
        } else if (!change.read()) {
            throw Problem.invalid("is_read", "can only become true: the others have seen that it was read");
        } else {
            message = messages.markRead(person, id).message();
        }
        return views.of(message, person);
    }

    @DELETE
    @Path("{message_id}/")
    @Operation(
            summary = "Take a message away, for all",
            description = "By who wrote it, an owner or an admin. What it said is erased; that there was one stays.")
    @ApiResponse(responseCode = "204", description = "It is gone.")
    public void delete(@Context SecurityContext security, @PathParam("message_id") String id) {
        messages.remove(person(security), id);
    }

    @GET
    @Path("{message_id}/edits/")
    @Operation(
            summary = "What a message has said",
            description =
                    "The latest first; the last is what it said when it was sent. Empty for one that was taken away.")
    public Page<GroupMessageEdit> edits(@Context SecurityContext security, @PathParam("message_id") String id) {
        ChatMessage message = inbox.require(person(security), id).message();
        List<GroupMessageEdit> edits = inbox.versions(message).stream()
                .map(version -> new GroupMessageEdit(MessageId.text(version.id()), version.body(), version.timestamp()))
                .toList();
        return new Page<>(edits, null);
    }

    private String person(SecurityContext security) {
        return addresses.jid(Caller.of(security).username());
    }
}
