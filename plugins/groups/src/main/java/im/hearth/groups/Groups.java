package im.hearth.groups;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.people.People;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.messages.Addresses;
import im.hearth.messages.MessageId;
import im.hearth.messages.Removal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The rules of groups, for both doors. Our rows are the truth; the room follows each change after its commit. Persons and
 * rooms are bare JIDs here.
 */
public final class Groups {
    private static final Logger log = LoggerFactory.getLogger(Groups.class);

    private final Database database;
    private final GroupStore store;
    private final ErrandStore errandStore;
    private final Removal archive;
    private final Pictures pictures;
    private final RoomKeeper keeper;
    private final Errands errands;
    private final Rooms rooms;
    private final Accounts accounts;
    private final Addresses addresses;
    private final People people;
    private final Settings settings;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public Groups(
            Database database,
            GroupStore store,
            ErrandStore errandStore,
            Removal archive,
            Pictures pictures,
            RoomKeeper keeper,
            Errands errands,
            Rooms rooms,
            Accounts accounts,
            Addresses addresses,
            People people,
            Settings settings,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.errandStore = errandStore;
        this.archive = archive;
        this.pictures = pictures;
        this.keeper = keeper;
        this.errands = errands;
        this.rooms = rooms;
        this.accounts = accounts;
        this.addresses = addresses;
        this.people = people;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What is to change of a group; null and empty leave as it is.
     *
     * @param description empty for none
     * @param picture its address; empty for none
     * @param taken a picture that was brought
     * @param add bare JIDs
     * @param remove bare JIDs
     * @param roles by bare JID
     */
    record Change(
            @Nullable String name,
            @Nullable String description,
            @Nullable String picture,
            Pictures.@Nullable Taken taken,
            List<String> add,
            List<String> remove,
            Map<String, Role> roles) {
        static Change ofMembers(List<String> add, List<String> remove, Map<String, Role> roles) {
            return new Change(null, null, null, null, add, remove, roles);
        }

        static Change ofText(@Nullable String name, @Nullable String description) {
            return new Change(name, description, null, null, List.of(), List.of(), Map.of());
        }

        static Change ofPicture(String address) {
            return new Change(null, null, address, null, List.of(), List.of(), Map.of());
        }

        static Change ofPicture(Pictures.Taken taken) {
            return new Change(null, null, null, taken, List.of(), List.of(), Map.of());
        }

        /** The same, without adding these. */
        Change without(Set<String> people) {
            Map<String, Role> others = new LinkedHashMap<>(roles);
            others.keySet().removeIf(person -> people.contains(person) && add.contains(person));
            return new Change(
                    name,
                    description,
                    picture,
                    taken,
                    add.stream().filter(person -> !people.contains(person)).toList(),
                    remove,
                    others);
        }

        boolean isOfGroup() {
            return name != null || description != null || picture != null || taken != null;
        }

        boolean isOfMembers() {
            return !add.isEmpty() || !remove.isEmpty() || !roles.isEmpty();
        }
    }

    /**
     * Makes a group, owned by who makes it.
     *
     * @param members bare JIDs of others who are in it
     * @throws Problem INVALID
     */
    Group create(String actor, String name, @Nullable String description, Collection<String> members) {
        String room = ids.get() + "@" + rooms.domain();
        return found(room, actor, name, description, members);
    }

    /**
     * Makes a group of a room that a client has made and not configured yet.
     *
     * @throws Problem INVALID
     */
    Group adopt(String actor, String room, String name, @Nullable String description, Collection<String> members) {
        return found(room, actor, name, description, members);
    }

    private Group found(
            String room, String actor, String name, @Nullable String description, Collection<String> members) {
        Instant now = clock.instant();
        Group group = new Group(
                room,
                GroupText.name(name),
                description == null ? null : GroupText.description(description),
                null,
                actor,
                now);
        long id = MessageId.at(now);
        List<Member> wanted = new ArrayList<>();
        wanted.add(new Member(room, actor, Role.OWNER, id, 0));
        Set<String> unwilling = unwilling(actor, members);
        members.stream()
                .distinct()
                .filter(jid -> !jid.equals(actor) && !unwilling.contains(jid))
                .forEach(jid -> wanted.add(new Member(room, jid, Role.MEMBER, id, 0)));
        requireRoom(wanted.size());
        try {
            database.write(transaction -> {
                Set<String> gone =
                        gone(transaction, wanted.stream().map(Member::jid).toList());
                if (gone.contains(actor)) {
                    throw Problem.notFound("There is no such user.");
                }
                List<Member> all = wanted.stream()
                        .filter(member -> !gone.contains(member.jid()))
                        .toList();
                store.insert(transaction.handle(), group);
                store.insert(transaction.handle(), all);
                List<Errand> todo = new ArrayList<>();
                all.forEach(member ->
                        todo.add(new Errand(room, member.jid(), member.jid().equals(actor) ? null : actor)));
                follow(transaction, room, todo, true);
                transaction.publish(new GroupCreated(group));
                all.forEach(member -> transaction.publish(new MemberJoined(member, actor)));
                return true;
            });
        } catch (JdbiException e) {
            if (Database.isDuplicate(e)) {
                throw Problem.conflict("group-exists", "There is such a group already.");
            }
            throw e;
        }
        return group;
    }

    /** The group, if that person is in it; 404 otherwise, whether or not there is one. */
    public Group require(String person, String room) {
        return database.read(handle -> store.member(handle, room, person).flatMap(member -> store.find(handle, room)))
                .orElseThrow(Groups::absent);
    }

    /** The groups of these rooms, in any order; none for a room that is no group. */
    List<Group> find(Collection<String> some) {
        return some.isEmpty() ? List.of() : database.read(handle -> store.find(handle, some));
    }

    /** Whether somebody is in a group; empty if the room is no group. */
    public Optional<Boolean> isMember(String person, String room) {
        return database.read(handle -> store.member(handle, room, person).isPresent()
                ? Optional.of(true)
                : store.find(handle, room).map(group -> false));
    }

    /** Somebody's place in a group; empty for none. */
    public Optional<Member> member(String person, String room) {
        return database.read(handle -> store.member(handle, room, person));
    }

    /** Who is in the group, the oldest member first. */
    List<Member> members(String room) {
        return database.read(handle -> store.members(handle, room));
    }

    /** The members of several groups, by room, the oldest member first. */
    public Map<String, List<Member>> membersByRoom(Collection<String> several) {
        Set<String> distinct = Set.copyOf(several);
        return distinct.isEmpty()
                ? Map.of()
                : database.read(handle -> store.members(handle, distinct)).stream()
                        .collect(Collectors.groupingBy(Member::room));
    }

    /**
     * The groups of a person, the latest joined first.
     *
     * @param after the key of the group before the page; null for the first page
     */
    Page<Group> list(String person, @Nullable String after, int limit) {
        String[] key = after == null ? new String[] {"", ""} : after.split(" ", 2);
        OptionalLong joined = after == null ? OptionalLong.of(Long.MAX_VALUE) : MessageId.parse(key[0]);
        if (joined.isEmpty() || key.length < 2) {
            throw Problem.invalid("cursor", "is not one that a list gave as next");
        }
        List<GroupStore.Joined> rows =
                database.read(handle -> store.of(handle, person, joined.getAsLong(), key[1], limit + 1));
        return Page.of(
                        rows,
                        limit,
                        row -> MessageId.text(row.id()) + ' ' + row.group().room())
                .map(GroupStore.Joined::group);
    }

    /**
     * Changes a group: all of it, or nothing.
     *
     * @return the group as it is then; empty if the actor is not in it any more
     * @throws Problem NOT_FOUND for who is not in it; FORBIDDEN, INVALID or CONFLICT
     */
    Optional<Group> change(String actor, String room, Change asked) {
        Group known = require(actor, room);
        Change change = asked.without(unwilling(actor, asked.add()));
        Group wanted = new Group(
                room,
                change.name() == null ? known.name() : GroupText.name(change.name()),
                change.description() == null ? known.description() : GroupText.description(change.description()),
                picture(known, change),
                known.createdBy(),
                known.createdAt());
        long id = MessageId.at(clock.instant());
        boolean stays = database.write(transaction -> {
            Change present = change.without(gone(transaction, change.add()));
            Roster roster = open(transaction, actor, room);
            if (present.isOfGroup()) {
                roster.requireManager("change the group");
            }
            present.add().forEach(person -> roster.add(person, id));
            present.roles().forEach(roster::assign);
            present.remove().forEach(roster::remove);
            roster.settle();
            requireRoom(roster.added().isEmpty() ? 0 : roster.size());
            if (change.taken() != null) {
                pictures.put(transaction.handle(), room, change.taken());
            } else if (change.picture() != null) {
                pictures.remove(transaction.handle(), room);
            }
            return save(transaction, actor, room, roster, known, wanted);
        });
        return stays ? Optional.of(wanted) : Optional.empty();
    }

    private static @Nullable String picture(Group known, Change change) {
        if (change.taken() != null) {
            return change.taken().file().url();
        }
        return change.picture() == null ? known.pictureUrl() : GroupText.picture(change.picture());
    }

    /**
     * Gives a group a picture.
     *
     * @param actor the username
     * @throws Problem NOT_FOUND for who is not in it; FORBIDDEN for who does not run it; INVALID; whatever taking the
     *     picture in throws
     */
    Group picture(String actor, String room, IncomingFile picture) {
        String person = addresses.jid(actor);
        requireManager(person, room);
        Pictures.Taken taken = pictures.take(actor, picture);
        boolean kept = false;
        try {
            Group changed = change(person, room, Change.ofPicture(taken)).orElseThrow(Groups::absent);
            kept = true;
            return changed;
        } finally {
            if (!kept) {
                pictures.discard(actor, taken);
            }
        }
    }

    /**
     * Refuses who does not run the group, before anything is done for them.
     *
     * @throws Problem NOT_FOUND for who is not in it; FORBIDDEN
     */
    void requireManager(String person, String room) {
        if (!member(person, room).orElseThrow(Groups::absent).role().manages()) {
            throw Problem.forbidden("Only owners and admins may change the group.");
        }
    }

    /**
     * Adds those whom a member invites from the room itself.
     *
     * @param people bare JIDs
     * @return those who were no members, and are now
     * @throws Problem FORBIDDEN for who may not add members; NOT_FOUND for somebody who cannot be reached
     */
    public List<String> invite(String actor, String room, Collection<String> people) {
        Set<String> inside = members(room).stream().map(Member::jid).collect(Collectors.toSet());
        List<String> strangers = people.stream()
                .distinct()
                .filter(person -> !inside.contains(person))
                .toList();
        for (String person : strangers) {
            if (!isReachable(person)) {
                throw Problem.notFound("There is nobody of the address " + person + ".");
            }
        }
        change(actor, room, Change.ofMembers(strangers, List.of(), Map.of()));
        Set<String> unwilling = unwilling(actor, strangers);
        return strangers.stream().filter(person -> !unwilling.contains(person)).toList();
    }

    /** Those who have blocked who would add them: they are left out, and nobody is told why. */
    private Set<String> unwilling(String actor, Collection<String> added) {
        List<String> here = added.stream()
                .filter(addresses::isHere)
                .map(addresses::name)
                .distinct()
                .toList();
        return here.isEmpty()
                ? Set.of()
                : people.ties().blockersOf(actor, here).stream()
                        .map(addresses::jid)
                        .collect(Collectors.toSet());
    }

    /** Those of these people of this server who have just left; the others stay until the transaction ends. */
    private Set<String> gone(Transaction transaction, Collection<String> people) {
        Set<String> gone = people.stream().filter(addresses::isHere).collect(Collectors.toSet());
        accounts.hold(transaction, gone.stream().map(addresses::name).toList())
                .forEach(username -> gone.remove(addresses.jid(username)));
        return gone;
    }

    private Roster open(Transaction transaction, String actor, String room) {
        if (!store.lock(transaction.handle(), room)) {
            throw absent();
        }
        List<Member> members = store.members(transaction.handle(), room);
        if (members.stream().noneMatch(member -> member.jid().equals(actor))) {
            throw absent();
        }
        return new Roster(room, actor, members);
    }

    /** Writes what changed, and says whether the actor is still in the group. */
    private boolean save(Transaction transaction, String actor, String room, Roster roster, Group known, Group wanted) {
        if (roster.size() == 0) {
            end(transaction, actor, room, roster.removed());
            return false;
        }
        List<Errand> todo = new ArrayList<>();
        store.insert(transaction.handle(), roster.added());
        roster.added().forEach(member -> {
            todo.add(new Errand(room, member.jid(), actor));
            transaction.publish(new MemberJoined(member, actor));
        });
        roster.removed().forEach(member -> {
            store.delete(transaction.handle(), member);
            todo.add(new Errand(room, member.jid(), null));
            left(transaction, member, actor);
        });
        roster.changed().forEach(member -> {
            store.setRole(transaction.handle(), member);
            transaction.publish(new MemberRoleChanged(member, actor));
        });
        boolean isOther = !known.equals(wanted);
        if (isOther) {
            store.update(transaction.handle(), wanted);
            transaction.publish(new GroupChanged(wanted, actor));
            if (!known.name().equals(wanted.name())) {
                store.members(transaction.handle(), room).stream()
                        .filter(member ->
                                todo.stream().noneMatch(errand -> errand.jid().equals(member.jid())))
                        .forEach(member -> todo.add(new Errand(room, member.jid(), null)));
            }
        }
        if (isOther || !todo.isEmpty() || !roster.changed().isEmpty()) {
            follow(transaction, room, todo, isOther);
        }
        return roster.role(actor).isPresent();
    }

    /**
     * Ends a group for all.
     *
     * @throws Problem NOT_FOUND for who is not in it; FORBIDDEN for who is no owner
     */
    void end(String actor, String room) {
        database.write(transaction -> {
            Roster roster = open(transaction, actor, room);
            if (!roster.role(actor).equals(Optional.of(Role.OWNER))) {
                throw Problem.forbidden("Only an owner may end a group. To leave it, remove yourself.");
            }
            end(transaction, actor, room, store.members(transaction.handle(), room));
            return true;
        });
    }

    private void end(Transaction transaction, String actor, String room, List<Member> last) {
        List<Errand> todo = new ArrayList<>();
        for (Member member : last) {
            store.delete(transaction.handle(), member);
            todo.add(new Errand(room, member.jid(), null));
            left(transaction, member, actor);
        }
        store.delete(transaction.handle(), room);
        // Nobody can read it any more; and a later room of that name is another one.
        archive.remove(transaction.handle(), room);
        pictures.remove(transaction.handle(), room);
        follow(transaction, room, todo, true);
        transaction.publish(new GroupEnded(room));
    }

    private void left(Transaction transaction, Member member, String actor) {
        transaction.publish(new MemberLeft(member, actor));
        if (addresses.isHere(member.jid())) {
            transaction.publish(new TiesChanged(addresses.name(member.jid()), member.room()));
        }
    }

    /** The room is gone, by other hands than ours: so is the group. */
    void roomDestroyed(String room) {
        database.write(transaction -> {
            if (store.lock(transaction.handle(), room)) {
                end(transaction, room, room, store.members(transaction.handle(), room));
            }
            return true;
        });
    }

    /** Somebody went into a room: if the group does not know them, the room is out of step. */
    void joined(JID occupant, String room) {
        Optional<Boolean> member = isMember(occupant.toBareJID(), room);
        if (member.equals(Optional.of(true))) {
            keeper.greet(room, occupant);
        } else if (member.isPresent()) {
            keeper.keepMembers(room);
        }
    }

    /** Somebody's account is gone: they leave all their groups. */
    public void forget(AccountDeleted deleted) {
        String jid = addresses.jid(deleted.username());
        for (String room : database.read(handle -> store.rooms(handle, jid))) {
            try {
                change(jid, room, Change.ofMembers(List.of(), List.of(jid), Map.of()));
            } catch (Problem e) {
                log.error("{} could not be made to leave {}: {}", jid, room, e.detail());
            }
        }
    }

    private void follow(Transaction transaction, String room, List<Errand> todo, boolean configure) {
        List<Errand> all = new ArrayList<>(todo);
        all.add(Errand.toRoom(room));
        errandStore.put(transaction.handle(), all, clock.millis());
        transaction.afterCommit(() -> {
            try {
                if (configure) {
                    keeper.keep(room);
                } else {
                    keeper.keepMembers(room);
                }
                database.write(after -> errandStore.done(after.handle(), List.of(Errand.toRoom(room))));
            } catch (RuntimeException e) {
                // It is committed, and the errand stays: the room follows later.
                log.error("The room {} could not follow its group now", room, e);
            }
            errands.soon(room);
        });
    }

    /**
     * The bare JIDs of these usernames of this server, or JIDs.
     *
     * @param field of the request, to say which one is wrong
     * @throws Problem INVALID, for each that nobody has
     */
    List<String> people(String field, List<String> names) {
        List<String> usernames = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        Set<String> existing = accounts.existing(
                usernames.stream().filter(name -> !name.contains("@")).toList());
        List<FieldError> errors = new ArrayList<>();
        List<String> people = new ArrayList<>();
        for (int i = 0; i < usernames.size(); i++) {
            String name = usernames.get(i);
            if (existing.contains(name)) {
                people.add(addresses.jid(name));
            } else if (name.contains("@") && isReachable(name)) {
                people.add(new JID(name).toBareJID());
            } else {
                errors.add(new FieldError(field + "[" + i + "]", "there is nobody of that name"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return people;
    }

    /** The bare JID of a username of this server; a JID as it is. */
    String address(String name) {
        String folded = name.strip().toLowerCase(Locale.ROOT);
        try {
            return new JID(folded.contains("@") ? folded : addresses.jid(folded)).toBareJID();
        } catch (IllegalArgumentException e) {
            return folded;
        }
    }

    /**
     * The bare JIDs of members of a group: of whom it knows, though the account may be gone.
     *
     * @param field of the request, to say which one is wrong
     * @throws Problem INVALID for a name that nobody can have; who is merely not in the group is left out
     */
    List<String> present(String field, String room, List<String> names) {
        List<String> people = new ArrayList<>();
        Set<String> strangers = new LinkedHashSet<>();
        Map<String, Member> inside = names.isEmpty()
                ? Map.of()
                : members(room).stream().collect(Collectors.toMap(Member::jid, member -> member));
        for (String name : names) {
            String jid = address(name);
            if (inside.containsKey(jid)) {
                people.add(jid);
            } else {
                strangers.add(name);
            }
        }
        people(field, List.copyOf(strangers));
        return people;
    }

    /** Whether that text is the address of somebody who can be in a group. */
    boolean isReachable(String address) {
        try {
            return addresses.isReachable(new JID(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The room of a group's id. */
    public String room(String id) {
        try {
            return new JID(id, rooms.domain(), null).toBareJID();
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private void requireRoom(int members) {
        int most = settings.get(GroupSettings.MAX_MEMBERS);
        if (members > most) {
            throw Problem.of(Kind.INVALID, "too-many-members", "A group may have at most " + most + " members.");
        }
    }

    static Problem absent() {
        return Problem.notFound("There is no such group.");
    }
}
