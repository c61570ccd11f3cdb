package im.hearth.groups;

import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.core.rest.PageRequest;
import im.hearth.groups.chat.GroupInbox;
import im.hearth.groups.chat.GroupMessageView;
import im.hearth.groups.chat.GroupMessageViews;
import im.hearth.messages.Addresses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The REST door: {@code /api/groups/}. */
@Path("/groups/")
@Tag(name = "Groups", description = "Groups, which are rooms to XMPP clients.")
@Produces(MediaType.APPLICATION_JSON)
public final class GroupResource {
    private final Groups groups;
    private final GroupInbox inbox;
    private final GroupMessageViews messages;
    private final Addresses addresses;

    public GroupResource(Groups groups, GroupInbox inbox, GroupMessageViews messages, Addresses addresses) {
        this.groups = groups;
        this.inbox = inbox;
        this.messages = messages;
        this.addresses = addresses;
    }

    /** What group to make. */
    @Schema(name = "NewGroup")
    public record NewGroup(
            @Schema(description = "1 to 100 characters, one of which can be seen.", example = "Book club")
            @NotNull(message = "is required") String name,

            @Schema(description = "At most 1,000 characters.", nullable = true) @Nullable String description,

            @Schema(description = "The usernames of others who are in it; I am its owner.", nullable = true) @Nullable List<@NotNull(message = "is required") String> members) {}

    /** What to change of a group. */
    @Schema(name = "GroupChange", description = "Only what is sent changes; all of it, or nothing.")
    public record GroupPatch(
            @Schema(description = "By owners and admins.", nullable = true) @Nullable String name,

            @Schema(description = "By owners and admins; empty for none.", nullable = true) @Nullable String description,

            @Schema(
                    description =
                            "An http or https URL, or the path of an upload; by owners and admins; empty for none.",
                    nullable = true)
            @Nullable String picture,

            @Schema(description = "Usernames; by owners and admins.", nullable = true) @Nullable List<@NotNull(message = "is required") String> addMembers,

            @Schema(
                    description =
                            "Usernames. Owners remove anybody, admins members; removing oneself is leaving: when the"
                                    + " last owner leaves, the oldest admin, or else the oldest member, is the owner.",
                    nullable = true)
            @Nullable List<@NotNull(message = "is required") String> removeMembers,

            @Schema(description = "owner, admin or member, by username; by owners.", nullable = true) @Nullable Map<String, @NotNull(message = "is required") String> roles) {}

    @GET
    @Operation(summary = "My groups, the latest joined first")
    public Page<GroupView> list(@Context SecurityContext security, @BeanParam PageRequest page) {
        String person = person(security);
        Page<Group> found = groups.list(person, page.after(), page.limit());
        Map<String, GroupView> views = views(person, found.items());
        return found.map(group -> views.get(group.room()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a group")
    @ApiResponse(responseCode = "201", description = "The group.")
    public Response create(@Context SecurityContext security, NewGroup group) {
        Caller caller = Caller.of(security);
        String person = addresses.jid(caller.username());
        Group made =
                groups.create(person, group.name(), group.description(), people(caller, "members", group.members()));
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/groups/" + made.id() + "/")
                .entity(view(person, made))
                .build();
    }

    @GET
    @Path("{group_id}/")
    @Operation(summary = "A group of mine")
    public GroupView get(@Context SecurityContext security, @PathParam("group_id") String id) {
        String person = person(security);
        return view(person, groups.require(person, groups.room(id)));
    }

    @PATCH
    @Path("{group_id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change a group, its members or their roles", description = "Answers 204 to who has left.")
    @ApiResponse(responseCode = "200", description = "The group.")
    @ApiResponse(responseCode = "204", description = "I am not in it any more.")
    public Response change(@Context SecurityContext security, @PathParam("group_id") String id, GroupPatch patch) {
        Caller caller = Caller.of(security);
        String person = addresses.jid(caller.username());
        String room = groups.require(person, groups.room(id)).room();
        Groups.Change change = new Groups.Change(
                patch.name(),
                patch.description(),
                patch.picture(),
                people(caller, "add_members", patch.addMembers()),
                groups.present("remove_members", room, names(caller, patch.removeMembers())),
                roles(caller, patch.roles()));
        if (!change.isOfGroup() && !change.isOfMembers()) {
            throw Problem.invalid("name", "send what is to change: nothing was");
        }
        Optional<Group> changed = groups.change(person, room, change);
        return changed.isPresent()
                ? Response.ok(view(person, changed.get())).build()
                : Response.noContent().build();
    }

    @DELETE
    @Path("{group_id}/")
    @Operation(summary = "End a group, for all", description = "By an owner. What was said in it is erased.")
    @ApiResponse(responseCode = "204", description = "It has ended.")
    public void delete(@Context SecurityContext security, @PathParam("group_id") String id) {
        groups.end(person(security), groups.room(id));
    }

    private List<String> people(Caller caller, String field, @Nullable List<String> names) {
        return groups.people(field, names(caller, names));
    }

    private static List<String> names(Caller caller, @Nullable List<String> names) {
        return names == null ? List.of() : names.stream().map(caller::resolve).toList();
    }

    private Map<String, Role> roles(Caller caller, @Nullable Map<String, String> roles) {
        if (roles == null || roles.isEmpty()) {
            return Map.of();
        }
        List<FieldError> errors = new ArrayList<>();
        Map<String, Role> wanted = new LinkedHashMap<>();
        roles.forEach((name, text) -> Role.named(text)
                .ifPresentOrElse(
                        role -> wanted.put(groups.address(caller.resolve(name)), role),
                        () -> errors.add(new FieldError("roles." + name, "must be owner, admin or member"))));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return wanted;
    }

    private GroupView view(String person, Group group) {
        return views(person, List.of(group)).values().iterator().next();
    }

    /** All that a page of groups shows, in one query for each kind of thing. */
    private Map<String, GroupView> views(String person, List<Group> page) {
        List<String> rooms = page.stream().map(Group::room).toList();
        Map<String, List<Member>> members = groups.membersByRoom(rooms);
        Map<String, GroupMessageView> last =
                messages.of(List.copyOf(inbox.last(person, rooms).values()), person).stream()
                        .collect(Collectors.toMap(GroupMessageView::group, view -> view));
        Map<String, Integer> unread = inbox.unread(person, rooms);
        Map<String, GroupView> views = new LinkedHashMap<>();
        for (Group group : page) {
            List<Member> inside = members.getOrDefault(group.room(), List.of());
            views.put(
                    group.room(),
                    new GroupView(
                            group.id(),
                            group.room(),
                            group.name(),
                            group.description(),
                            group.pictureUrl(),
                            addresses.nameIfThere(group.createdBy()),
                            group.createdAt(),
                            inside.stream()
                                    .map(member ->
                                            new GroupView.GroupMember(addresses.name(member.jid()), member.role()))
                                    .toList(),
                            unread.getOrDefault(group.room(), 0),
                            last.get(group.id())));
        }
        return views;
    }

    private String person(SecurityContext security) {
        return addresses.jid(Caller.of(security).username());
    }
}
