package im.hearth.people.blocks;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.BlockLists;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.people.ListKey;
import im.hearth.people.Persons;
import im.hearth.people.RowIds;
import im.hearth.people.Stripes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * The rules of blocks, for both doors. The truth is the default privacy list of who blocks, which the server heeds and
 * which its own XEP-0191, where it has one, writes; our rows follow it, by {@link #follow}.
 */
public final class Blocks {
    /** How many JIDs somebody may block: the server reads all of them for each stanza. */
    static final int MOST = 2_000;

    /** How many people one query asks for. */
    private static final int AT_ONCE = 500;

    private final Database database;
    private final BlockStore store;
    private final BlockMemory memory;
    private final BlockLists lists;
    private final LiveEvents live;
    private final Persons persons;
    private final Accounts accounts;
    private final BlockNotices notices;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Stripes owners = new Stripes();

    public Blocks(
            Database database,
            BlockStore store,
            BlockLists lists,
            LiveEvents live,
            Persons persons,
            Accounts accounts,
            BlockNotices notices,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.memory = new BlockMemory(database, store, clock);
        this.lists = lists;
        this.live = live;
        this.persons = persons;
        this.accounts = accounts;
        this.notices = notices;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whom somebody blocks, the latest first. */
    Page<Block> list(String owner, @Nullable String after, int limit) {
        if (after == null) {
            follow(owner);
        }
        ListKey key = ListKey.parse(after);
        List<Block> found = database.read(handle -> store.list(handle, owner, key, limit + 1));
        return Page.of(found, limit, block -> new ListKey(block.createdAt().toEpochMilli(), block.id()).text());
    }

    /** The JIDs that somebody blocks. */
    Set<String> of(String owner) {
        return lists.of(owner);
    }

    /**
     * Blocks a person.
     *
     * @param blocked bare JID
     * @throws Problem INVALID for oneself, CONFLICT for who is blocked already
     */
    Block block(String owner, String blocked) {
        if (database.read(handle -> store.find(handle, owner, blocked)).isPresent()) {
            throw Problem.conflict("already-blocked", "You block this person already.");
        }
        block(owner, List.of(blocked));
        return database.read(handle -> store.find(handle, owner, blocked))
                .orElseThrow(() -> Problem.unavailable("not-blocked", "That did not work. Try again.", null));
    }

    /**
     * Blocks these JIDs; those that are blocked stay so.
     *
     * @throws Problem INVALID for oneself; CONFLICT if they are too many
     */
    void block(String owner, Collection<String> jids) {
        if (jids.contains(persons.jid(owner))) {
            throw Problem.invalid("blocked_user", "is yourself");
        }
        owners.with(owner, () -> {
            Set<String> all = new HashSet<>(lists.of(owner));
            all.addAll(jids);
            if (all.size() > MOST) {
                throw Problem.conflict("too-many-blocks", "You can block at most " + MOST + ".");
            }
            lists.add(owner, jids);
            follow(owner);
        });
        notices.pushBlocked(owner, jids);
    }

    /**
     * Ends a block.
     *
     * @throws Problem NOT_FOUND
     */
    void unblock(String owner, String id) {
        Block block = (RowIds.isOne(id)
                        ? database.read(handle -> store.findById(handle, owner, id))
                        : Optional.<Block>empty())
                .orElseThrow(() -> Problem.notFound("There is no such block."));
        unblock(owner, List.of(block.blocked()));
    }

    /** Ends the blocks of these JIDs; others stay. */
    void unblock(String owner, Collection<String> jids) {
        owners.with(owner, () -> {
            lists.remove(owner, jids);
            follow(owner);
        });
        notices.pushUnblocked(owner, jids);
    }

    /** Ends all blocks of somebody. */
    void unblockAll(String owner) {
        owners.with(owner, () -> {
            lists.remove(owner, lists.of(owner));
            follow(owner);
        });
        notices.pushUnblocked(owner, List.of());
    }

    /**
     * Whether somebody has blocked somebody else; asked for every message, and seldom of the database.
     *
     * @param other a username, or a bare JID
     */
    public boolean hasBlocked(String person, String other) {
        Set<String> blocked = memory.of(person);
        if (blocked.isEmpty()) {
            return false;
        }
        String jid = persons.address(other);
        return blocked.contains(jid) || blocked.contains(domain(jid));
    }

    /** Those of the people who have blocked that one; in one query for each few hundred. */
    public Set<String> blockersOf(String other, Collection<String> people) {
        String jid = persons.address(other);
        List<String> asked = people.stream().distinct().toList();
        Set<String> blockers = new HashSet<>();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            List<String> some = asked.subList(from, Math.min(asked.size(), from + AT_ONCE));
            blockers.addAll(database.read(handle -> store.blockersAmong(handle, List.of(jid, domain(jid)), some)));
        }
        return blockers;
    }

    /** Makes the rows of somebody what their privacy list says. */
    public void follow(String owner) {
        owners.with(owner, () -> {
            Set<String> now = lists.of(owner);
            Set<String> gone;
            try {
                gone = followOnce(owner, now);
            } catch (JdbiException e) {
                if (!Database.isDuplicate(e)) {
                    throw e;
                }
                // Another node was first; what it did not know yet is written now.
                gone = followOnce(owner, now);
            }
            if (!gone.isEmpty()) {
                lists.remove(owner, gone);
            }
        });
    }

    /** Answers those who are in the list, and whose accounts are gone. */
    private Set<String> followOnce(String owner, Set<String> now) {
        Instant time = clock.instant();
        return database.write(transaction -> {
            Set<String> gone = gone(transaction, owner, now);
            Map<String, Block> known = store.of(transaction.handle(), owner).stream()
                    .collect(Collectors.toMap(Block::blocked, Function.identity()));
            List<String> added = new ArrayList<>();
            List<String> removed = new ArrayList<>();
            for (String jid : now) {
                if (!known.containsKey(jid) && jid.length() <= Persons.LONGEST && !gone.contains(jid)) {
                    added.add(jid);
                    add(transaction, new Block(ids.get().toString(), owner, jid, time));
                }
            }
            for (Block block : known.values()) {
                if (!now.contains(block.blocked())) {
                    removed.add(block.blocked());
                    remove(transaction, block);
                }
            }
            if (!added.isEmpty() || !removed.isEmpty()) {
                transaction.afterCommit(() -> {
                    memory.forget(owner);
                    added.forEach(jid -> notices.blocked(owner, jid));
                    removed.forEach(jid -> notices.unblocked(owner, jid));
                });
            }
            return gone;
        });
    }

    /**
     * Of those who come into the list, the ones whose accounts are gone; all of them, if the owner's is. The others stay
     * until the transaction ends.
     */
    private Set<String> gone(Transaction transaction, String owner, Set<String> now) {
        Set<String> known = store.of(transaction.handle(), owner).stream()
                .map(Block::blocked)
                .collect(Collectors.toSet());
        List<String> come = now.stream().filter(jid -> !known.contains(jid)).toList();
        if (come.isEmpty()) {
            return Set.of();
        }
        List<String> people = persons.usernames(come);
        List<String> all = new ArrayList<>(people);
        all.add(owner);
        if (!accounts.hold(transaction, all).contains(owner)) {
            return Set.copyOf(come);
        }
        // Clients may block whom nobody is yet.
        return accounts.gone(transaction.handle(), people).stream()
                .map(persons::jid)
                .collect(Collectors.toSet());
    }

    private void add(Transaction transaction, Block block) {
        store.insert(transaction.handle(), block);
        live.log(transaction, List.of(block.owner()), "block.created", BlockView.of(block, persons));
        publish(transaction, block);
    }

    private void remove(Transaction transaction, Block block) {
        store.delete(transaction.handle(), block);
        live.log(transaction, List.of(block.owner()), "block.deleted", BlockView.of(block, persons));
        publish(transaction, block);
    }

    /** A block of a whole domain may be one of anybody. */
    private void publish(Transaction transaction, Block block) {
        boolean isDomain = block.blocked().equals(domain(block.blocked()));
        if (isDomain || persons.isHere(block.blocked())) {
            transaction.publish(new TiesChanged(block.owner(), isDomain ? null : persons.name(block.blocked())));
        }
    }

    /** Somebody's account is gone: so are their blocks, and those of them. */
    public void forget(AccountDeleted deleted) {
        String gone = deleted.username();
        lists.forget(gone);
        database.write(transaction -> {
            transaction.afterCommit(() -> memory.forget(gone));
            return store.deleteOf(transaction.handle(), gone);
        });
        String jid = persons.jid(gone);
        for (String owner : database.read(handle -> store.blockers(handle, jid))) {
            unblock(owner, List.of(jid));
        }
    }

    private static String domain(String jid) {
        try {
            return new JID(jid).getDomain();
        } catch (IllegalArgumentException e) {
            return jid;
        }
    }
}
