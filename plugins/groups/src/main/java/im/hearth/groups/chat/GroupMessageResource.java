package im.hearth.groups.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.groups.Groups;
import im.hearth.groups.Member;
import im.hearth.messages.Addresses;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.ListQuery;
import im.hearth.messages.MessageId;
import im.hearth.messages.WordIndex;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
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

/** The REST door: {@code /api/group-messages/}. */
@Path("/group-messages/")
@Tag(name = "Group messages", description = "Messages in groups.")
@Produces(MediaType.APPLICATION_JSON)
public final class GroupMessageResource {
    private final GroupMessages messages;
    private final GroupInbox inbox;
    private final Groups groups;
    private final Addresses addresses;

    public GroupMessageResource(GroupMessages messages, GroupInbox inbox, Groups groups, Addresses addresses) {
        this.messages = messages;
        this.inbox = inbox;
        this.groups = groups;
        this.addresses = addresses;
    }

    /** What to send. */
    @Schema(name = "NewGroupMessage")
    public record NewGroupMessage(
            @Schema(description = "The id of a group that I am in.") @NotNull(message = "is required") String group,

            @Schema(description = "What it says: at most 64 KiB of UTF-8, not blank. @username mentions a member.")
            @NotNull(message = "is required") String content,

            @Schema(description = "The id of the message of this group that it answers.", nullable = true) @Nullable String replyTo) {}

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
                ListQuery.flag("unread", unread),
                ListQuery.first(since),
                ListQuery.before(page.after(), until));
        String text = words == null ? "" : WordIndex.text(words);
        Page<ChatMessage> found =
                text.isEmpty() ? inbox.list(filter, page.limit()) : inbox.search(filter, text, page.limit());
        Map<String, List<Member>> members = groups.membersByRoom(
                found.items().stream().map(ChatMessage::receiver).toList());
        return found.map(message -> view(message, person, members.getOrDefault(message.receiver(), List.of())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say something in a group", description = "It is stored for good before this answers.")
    @ApiResponse(responseCode = "201", description = "The message.")
    public Response send(@Context SecurityContext security, NewGroupMessage message) {
        String person = person(security);
        ChatMessage sent = messages.send(person, groups.room(message.group()), message.content(), message.replyTo());
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/group-messages/" + MessageId.text(sent.id()) + "/")
                .entity(view(sent, person, List.of()))
                .build();
    }

    @GET
    @Path("{message_id}/")
    @Operation(summary = "A message in a group of mine")
    public GroupMessageView get(@Context SecurityContext security, @PathParam("message_id") String id) {
        String person = person(security);
        return view(inbox.require(person, id).message(), person);
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
        return view(message, person);
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

    private GroupMessageView view(ChatMessage message, String person) {
        return view(
                message,
                person,
                groups.membersByRoom(List.of(message.receiver())).getOrDefault(message.receiver(), List.of()));
    }

    private GroupMessageView view(ChatMessage message, String person, Collection<Member> members) {
        return GroupMessageView.of(message, person, members, addresses);
    }

    private String person(SecurityContext security) {
        return addresses.jid(Caller.of(security).username());
    }
}
