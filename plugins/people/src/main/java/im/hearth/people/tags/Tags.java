package im.hearth.people.tags;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.Rosters;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.people.ListKey;
import im.hearth.people.Persons;
import im.hearth.people.RowIds;
import im.hearth.people.Stripes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The rules of tags, for both doors. On somebody who is in the owner's roster, the tags are the roster groups (RFC 6121,
 * section 2.1.2.4), whoever changes them; on others they are in our table alone, and become groups when those come into the
 * roster. A group whose name is no tag, or which is one too many, stays a group.
 */
public final class Tags {
    static final int MOST_ON_ONE = 20;
    static final int MOST_IN_ALL = 2_000;

    private final Database database;
    private final TagStore store;
    private final LiveEvents live;
    private final Rosters rosters;
    private final Persons persons;
    private final Accounts accounts;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Stripes owners = new Stripes();

    public Tags(
            Database database,
            TagStore store,
            LiveEvents live,
            Rosters rosters,
            Persons persons,
            Accounts accounts,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.live = live;
        this.rosters = rosters;
        this.persons = persons;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Somebody's tags, the latest first.
     *
     * @param person a bare JID: only those on that person; null for all
     * @param tag only those that say this; null for all
     */
    Page<UserTag> list(String owner, @Nullable String person, @Nullable String tag, @Nullable String after, int limit) {
        if (after == null) {
            adopt(owner);
        }
        ListKey key = ListKey.parse(after);
        List<UserTag> found = database.read(handle -> store.list(handle, owner, person, tag, key, limit + 1));
        return Page.of(found, limit, row -> new ListKey(row.createdAt().toEpochMilli(), row.id()).text());
    }

    /** A tag of somebody's by its id; 404 for none. */
    UserTag require(String owner, String id) {
        return database.read(handle -> find(handle, owner, id));
    }

    /**
     * Puts a tag on somebody.
     *
     * @param person bare JID
     * @throws Problem INVALID for a text that is none, or for oneself; CONFLICT if it is there, or one too many; NOT_FOUND
     *     for who has just left
     */
    UserTag add(String owner, String person, String text) {
        if (person.equals(persons.jid(owner))) {
            throw Problem.invalid("user", "is yourself");
        }
        UserTag made = new UserTag(ids.get().toString(), owner, person, TagText.parse(text), clock.instant());
        return saved(
                owner,
                made.tag(),
                () -> database.write(transaction -> {
                    if (!hold(transaction, owner, person)) {
                        throw Problem.notFound("There is no such user.");
                    }
                    Handle handle = transaction.handle();
                    List<UserTag> there = store.on(handle, owner, person);
                    requireNew(there, made.tag());
                    if (there.size() >= MOST_ON_ONE) {
                        throw Problem.conflict("too-many-tags", "A person can have at most " + MOST_ON_ONE + " tags.");
                    }
                    if (store.count(handle, owner) >= MOST_IN_ALL) {
                        throw Problem.conflict(
                                "too-many-tags", "You can have at most " + MOST_IN_ALL + " tags in all.");
                    }
                    insert(transaction, made);
                    transaction.afterCommit(() -> regroup(owner, person, Set.of(), Set.of(made.tag())));
                    return made;
                }));
    }

    /**
     * Makes a tag say something else.
     *
     * @throws Problem as {@link #add}; NOT_FOUND
     */
    UserTag rename(String owner, String id, String text) {
        String tag = TagText.parse(text);
        return saved(
                owner,
                tag,
                () -> database.write(transaction -> {
                    UserTag known = find(transaction.handle(), owner, id);
                    if (known.tag().equals(tag)) {
                        return known;
                    }
                    requireNew(store.on(transaction.handle(), owner, known.person()), tag);
                    UserTag renamed = new UserTag(id, owner, known.person(), tag, known.createdAt());
                    store.setText(transaction.handle(), renamed);
                    tell(transaction, "tag.changed", renamed);
                    transaction.afterCommit(() -> regroup(owner, known.person(), Set.of(known.tag()), Set.of(tag)));
                    return renamed;
                }));
    }

    /**
     * Takes a tag off.
     *
     * @throws Problem NOT_FOUND
     */
    void remove(String owner, String id) {
        owners.with(
                owner,
                () -> database.write(transaction -> {
                    UserTag known = find(transaction.handle(), owner, id);
                    delete(transaction, known);
                    transaction.afterCommit(() -> regroup(owner, known.person(), Set.of(known.tag()), Set.of()));
                    return true;
                }));
    }

    private UserTag find(Handle handle, String owner, String id) {
        return (RowIds.isOne(id) ? store.findById(handle, owner, id) : Optional.<UserTag>empty())
                .orElseThrow(Tags::absent);
    }

    private UserTag saved(String owner, String tag, Supplier<UserTag> work) {
        try {
            return owners.with(owner, work);
        } catch (JdbiException e) {
            if (Database.isDuplicate(e)) {
                throw already(tag);
            }
            throw e;
        }
    }

    private static void requireNew(List<UserTag> there, String tag) {
        if (there.stream().anyMatch(known -> known.tag().equals(tag))) {
            throw already(tag);
        }
    }

    private static Problem already(String tag) {
        return Problem.conflict("already-tagged", "This person has the tag " + tag + " already.");
    }

    /** Makes the roster follow what was changed here. */
    private void regroup(String owner, String person, Set<String> gone, Set<String> come) {
        rosters.contact(owner, person).ifPresent(contact -> {
            Set<String> groups = new LinkedHashSet<>(contact.groups());
            groups.removeAll(gone);
            groups.addAll(come);
            if (!groups.equals(Set.copyOf(contact.groups()))) {
                rosters.setGroups(owner, person, List.copyOf(groups));
            }
        });
    }

    /**
     * Makes the tags follow what was changed in the roster.
     *
     * @param isNew whether the contact has just come into the roster: the tags that were there before come with it
     */
    public void follow(String owner, String person, boolean isNew) {
        if (!persons.isPerson(person)) {
            return;
        }
        owners.with(owner, () -> rosters.contact(owner, person).ifPresent(contact -> follow(owner, contact, isNew)));
    }

    private void follow(String owner, Contact contact, boolean isNew) {
        Set<String> groups = contact.groups().stream().filter(TagText::isTag).collect(Collectors.toSet());
        Set<String> left = database.write(transaction -> {
            if (!hold(transaction, owner, contact.jid())) {
                // While the server takes an account apart, rosters change that still have its contacts.
                return Set.<String>of();
            }
            List<UserTag> known = store.on(transaction.handle(), owner, contact.jid());
            Set<String> texts = known.stream().map(UserTag::tag).collect(Collectors.toSet());
            List<UserTag> stay = new ArrayList<>(known);
            if (!isNew) {
                for (UserTag tag : known) {
                    if (!groups.contains(tag.tag())) {
                        delete(transaction, tag);
                        stay.remove(tag);
                    }
                }
            }
            List<String> come = groups.stream()
                    .filter(group -> !texts.contains(group))
                    .sorted()
                    .toList();
            if (!come.isEmpty()) {
                take(transaction, owner, contact.jid(), come, stay.size());
            }
            return stay.stream().map(UserTag::tag).collect(Collectors.toSet());
        });
        if (isNew && !contact.groups().containsAll(left)) {
            regroup(owner, contact.jid(), Set.of(), left);
        }
    }

    /** Keeps both where they are, or says that one is gone. */
    private boolean hold(Transaction transaction, String owner, String person) {
        return accounts.holdAll(transaction, persons.usernames(List.of(persons.jid(owner), person)));
    }

    private void take(Transaction transaction, String owner, String person, Collection<String> come, int there) {
        int room = Math.min(MOST_ON_ONE - there, MOST_IN_ALL - store.count(transaction.handle(), owner));
        come.stream()
                .limit(Math.max(0, room))
                .forEach(tag ->
                        insert(transaction, new UserTag(ids.get().toString(), owner, person, tag, clock.instant())));
    }

    /** Takes up what a roster had before we watched it, or while the database was away. */
    private void adopt(String owner) {
        Set<String> known = database.read(handle -> store.of(handle, owner)).stream()
                .map(tag -> tag.person() + ' ' + tag.tag())
                .collect(Collectors.toSet());
        for (Contact contact : rosters.contacts(owner)) {
            boolean hasMore = contact.groups().stream()
                    .anyMatch(group -> TagText.isTag(group) && !known.contains(contact.jid() + ' ' + group));
            if (hasMore) {
                follow(owner, contact.jid(), true);
            }
        }
    }

    private void insert(Transaction transaction, UserTag tag) {
        store.insert(transaction.handle(), tag);
        tell(transaction, "tag.created", tag);
    }

    private void delete(Transaction transaction, UserTag tag) {
        store.delete(transaction.handle(), tag);
        tell(transaction, "tag.deleted", tag);
    }

    private void tell(Transaction transaction, String type, UserTag tag) {
        live.log(transaction, List.of(tag.owner()), type, TagView.of(tag, persons));
    }

    /** Somebody's account is gone: so are their tags, and those on them. */
    public void forget(Transaction transaction, AccountDeleted deleted) {
        store.deleteOf(transaction.handle(), deleted.username(), persons.jid(deleted.username()));
    }

    private static Problem absent() {
        return Problem.notFound("There is no such tag.");
    }
}
