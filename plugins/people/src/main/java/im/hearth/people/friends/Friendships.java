package im.hearth.people.friends;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.Rosters;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.people.TiesChanged;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.people.DailyCounts;
import im.hearth.people.ListKey;
import im.hearth.people.Persons;
import im.hearth.people.RowIds;
import im.hearth.people.Stripes;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * The rules of friendships, for both doors. A friendship is a subscription both ways (RFC 6121, section 3): rosters are the
 * truth. Whoever changes them, each person's row follows that person's own roster, by {@link #settle}.
 *
 * <p>So a request that is not to be seen is one that is in the roster of who asks, and in no other. Owners are usernames,
 * the others bare JIDs.
 */
public final class Friendships {
    private static final String REQUESTS = "friend-requests";

    private final Database database;
    private final FriendshipStore store;
    private final LiveEvents live;
    private final Rosters rosters;
    private final Consumer<Packet> router;
    private final Persons persons;
    private final BiPredicate<String, String> blocked;
    private final Accounts accounts;
    private final DailyCounts counts;
    private final Settings settings;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Stripes pairs = new Stripes();
    private final Stripes rows = new Stripes();

    /**
     * The rules.
     *
     * @param router where stanzas go that the rules have made
     * @param blocked whether the person of that username has blocked that bare JID
     */
    public Friendships(
            Database database,
            FriendshipStore store,
            LiveEvents live,
            Rosters rosters,
            Consumer<Packet> router,
            Persons persons,
            BiPredicate<String, String> blocked,
            Accounts accounts,
            DailyCounts counts,
            Settings settings,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.live = live;
        this.rosters = rosters;
        this.router = router;
        this.persons = persons;
        this.blocked = blocked;
        this.accounts = accounts;
        this.counts = counts;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Somebody's friendships and requests, the newest first. */
    Page<Friendship> list(String owner, @Nullable FriendStatus only, @Nullable String after, int limit) {
        if (after == null) {
            adopt(owner);
        }
        ListKey key = ListKey.parse(after);
        List<Friendship> found = database.read(handle -> store.list(handle, owner, only, key, limit + 1));
        return Page.of(found, limit, row -> new ListKey(row.createdAt().toEpochMilli(), row.id()).text());
    }

    /** A friendship of somebody's by its id; 404 for none. */
    Friendship require(String owner, String id) {
        return (RowIds.isOne(id)
                        ? database.read(handle -> store.findById(handle, owner, id))
                        : Optional.<Friendship>empty())
                .orElseThrow(Friendships::absent);
    }

    /** What somebody is to a person. */
    Optional<Friendship> find(String owner, String peer) {
        return database.read(handle -> store.find(handle, owner, peer));
    }

    /** Whether two people are friends. */
    public boolean areFriends(String owner, String peer) {
        return !among(owner, List.of(peer)).isEmpty();
    }

    /** Those of the people of this server, by username, who are friends with somebody; in one query. */
    public Set<String> friendsAmong(String owner, Collection<String> usernames) {
        return among(owner, usernames.stream().map(persons::jid).toList()).stream()
                .map(persons::name)
                .collect(Collectors.toSet());
    }

    private List<String> among(String owner, Collection<String> peers) {
        return peers.isEmpty() ? List.of() : database.read(handle -> store.friendsAmong(handle, owner, peers));
    }

    /**
     * Asks somebody to be a friend; where they have asked before, that makes it a friendship.
     *
     * @param words what the other may read with it; null for nothing
     * @throws Problem INVALID for oneself, CONFLICT where there is nothing to ask, TOO_OFTEN
     */
    Friendship request(String asker, String peer, @Nullable String words) {
        if (peer.equals(persons.jid(asker))) {
            throw Problem.invalid("friend", "is yourself");
        }
        return pairs.with(pair(asker, peer), () -> {
            Optional<Friendship> known = find(asker, peer);
            if (known.isPresent() && known.get().status() == FriendStatus.ACCEPTED) {
                throw Problem.conflict("already-friends", "You are friends already.");
            }
            if (known.isPresent() && known.get().status() == FriendStatus.PENDING_OUT) {
                throw Problem.conflict("already-asked", "You have asked already. Wait for an answer.");
            }
            if (blocked.test(asker, peer)) {
                throw Problem.conflict("blocked", "You have blocked this person. Unblock them first.");
            }
            if (known.isPresent() || hasAsked(peer, asker)) {
                befriend(asker, peer);
            } else {
                int most = settings.get(FriendSettings.REQUESTS_PER_DAY);
                counts.take(asker, REQUESTS, 1, most, "You have asked " + most + " people today. Ask more tomorrow.");
                ask(asker, peer, words);
            }
            return find(asker, peer)
                    .orElseThrow(() -> Problem.unavailable("not-asked", "That did not work. Try again.", null));
        });
    }

    /**
     * Asks once more, as clients do when they are not sure (RFC 6121, section 3.1.2): for the other it is new only if the
     * first one never came.
     */
    void askAgain(String asker, String peer, @Nullable String words) {
        pairs.with(pair(asker, peer), () -> {
            boolean cameNever = persons.isHere(peer)
                    && find(persons.name(peer), persons.jid(asker)).isEmpty();
            if (cameNever && !isShut(asker, peer)) {
                int most = settings.get(FriendSettings.REQUESTS_PER_DAY);
                counts.take(asker, REQUESTS, 1, most, "You have asked " + most + " people today. Ask more tomorrow.");
                ask(asker, peer, words);
            }
        });
    }

    private void ask(String asker, String peer, @Nullable String words) {
        if (isShut(asker, peer)) {
            rosters.ask(asker, peer);
        } else {
            Presence subscribe = presence(Presence.Type.subscribe, persons.jid(asker), peer);
            subscribe.setStatus(words);
            router.accept(subscribe);
        }
    }

    /** Whether the other is not to see a request: they have blocked or refused who asks. */
    private boolean isShut(String asker, String peer) {
        if (!persons.isHere(peer)) {
            return false;
        }
        String asked = persons.name(peer);
        String jid = persons.jid(asker);
        return blocked.test(asked, jid)
                || database.read(handle -> store.isRefused(handle, asked, jid, clock.instant()));
    }

    /** Whether the other's request is on its way, seen or not. */
    private boolean hasAsked(String peer, String asked) {
        return persons.isHere(peer)
                && find(persons.name(peer), persons.jid(asked))
                        .filter(request -> request.status() == FriendStatus.PENDING_OUT)
                        .isPresent();
    }

    /**
     * Accepts a request.
     *
     * @throws Problem NOT_FOUND for no request, FORBIDDEN for one's own
     */
    Friendship accept(String asked, String peer) {
        return pairs.with(pair(asked, peer), () -> {
            Friendship request = find(asked, peer).orElseThrow(Friendships::absent);
            if (request.status() == FriendStatus.PENDING_OUT) {
                throw Problem.forbidden("Only whom you have asked can accept it.");
            }
            if (request.status() == FriendStatus.PENDING_IN) {
                befriend(asked, peer);
            }
            return find(asked, peer).orElseThrow(Friendships::absent);
        });
    }

    private void befriend(String one, String peer) {
        String jid = persons.jid(one);
        database.write(transaction -> store.forgive(transaction.handle(), one, peer));
        if (!persons.isHere(peer)) {
            router.accept(presence(Presence.Type.subscribed, jid, peer));
            router.accept(presence(Presence.Type.subscribe, jid, peer));
            return;
        }
        // First the roster of who says yes: by it the server decides who sees whose presence.
        rosters.befriend(one, peer);
        router.accept(presence(Presence.Type.subscribed, jid, peer));
        rosters.befriend(persons.name(peer), jid);
        router.accept(presence(Presence.Type.probe, jid, peer));
    }

    /**
     * Refuses a request. One that comes within {@link FriendSettings#REFUSAL} is not seen.
     *
     * @throws Problem NOT_FOUND for no request, FORBIDDEN for one's own, CONFLICT for a friend
     */
    void reject(String asked, String peer) {
        pairs.with(pair(asked, peer), () -> {
            Friendship request = find(asked, peer).orElseThrow(Friendships::absent);
            switch (request.status()) {
                case ACCEPTED ->
                    throw Problem.conflict("already-friends", "You are friends already. Delete it to end that.");
                case PENDING_OUT -> throw Problem.forbidden("Only whom you have asked can reject it.");
                case PENDING_IN -> refuse(asked, peer);
            }
        });
    }

    private void refuse(String asked, String peer) {
        String jid = persons.jid(asked);
        database.write(transaction -> {
            if (!hold(transaction, asked, peer)) {
                return false;
            }
            store.refuse(transaction.handle(), asked, peer, clock.instant().plus(settings.get(FriendSettings.REFUSAL)));
            return true;
        });
        router.accept(presence(Presence.Type.unsubscribed, jid, peer));
        rosters.remove(asked, peer);
        if (persons.isHere(peer)) {
            rosters.remove(persons.name(peer), jid);
        }
    }

    /**
     * Ends a friendship for both, takes a request back, or refuses one.
     *
     * @throws Problem NOT_FOUND
     */
    void end(String owner, String peer) {
        pairs.with(pair(owner, peer), () -> {
            Friendship known = find(owner, peer).orElseThrow(Friendships::absent);
            switch (known.status()) {
                case PENDING_IN -> refuse(owner, peer);
                case PENDING_OUT -> takeBack(owner, peer);
                case ACCEPTED -> {
                    rosters.remove(owner, peer);
                    if (persons.isHere(peer)) {
                        rosters.remove(persons.name(peer), persons.jid(owner));
                    }
                }
            }
        });
    }

    private void takeBack(String asker, String peer) {
        String jid = persons.jid(asker);
        boolean seen = !persons.isHere(peer) || find(persons.name(peer), jid).isPresent();
        if (seen) {
            router.accept(presence(Presence.Type.unsubscribe, jid, peer));
        }
        rosters.remove(asker, peer);
        if (seen && persons.isHere(peer)) {
            rosters.remove(persons.name(peer), jid);
        }
    }

    /**
     * What blocking somebody does: requests between the two are gone for who blocks, and the other does not hear of it. A
     * friendship stays, and is there again when the block ends.
     */
    public void blocked(String owner, String peer) {
        pairs.with(pair(owner, peer), () -> {
            Optional<FriendStatus> status = find(owner, peer).map(Friendship::status);
            if (status.equals(Optional.of(FriendStatus.PENDING_IN))) {
                rosters.remove(owner, peer);
            } else if (status.equals(Optional.of(FriendStatus.PENDING_OUT))) {
                takeBack(owner, peer);
            }
        });
    }

    /** Makes somebody's row what their roster says of a contact. */
    public void settle(String owner, String peer) {
        if (peer.equals(persons.jid(owner))) {
            return;
        }
        rows.with(owner, () -> {
            try {
                settleOnce(owner, peer);
            } catch (JdbiException e) {
                if (!Database.isDuplicate(e)) {
                    throw e;
                }
                // Another node was first; what it did not know yet is settled now.
                settleOnce(owner, peer);
            }
        });
    }

    private void settleOnce(String owner, String peer) {
        Optional<FriendStatus> now =
                rosters.contact(owner, peer).flatMap(FriendStatus::of).filter(status -> persons.isPerson(peer));
        database.write(transaction -> {
            Optional<Friendship> known = store.find(transaction.handle(), owner, peer);
            if (known.map(Friendship::status).equals(now)) {
                return false;
            }
            if (now.isEmpty()) {
                known.ifPresent(gone -> remove(transaction, gone));
            } else if (known.isPresent()) {
                change(transaction, known.get(), now.get());
            } else if (hold(transaction, owner, peer)) {
                create(transaction, owner, peer, now.get());
            }
            return true;
        });
    }

    /**
     * Keeps both where they are, or says that one is gone: while the server takes an account apart, its roster still has
     * friends who were told already.
     */
    private boolean hold(Transaction transaction, String owner, String peer) {
        return accounts.holdAll(transaction, persons.usernames(List.of(persons.jid(owner), peer)));
    }

    private void create(Transaction transaction, String owner, String peer, FriendStatus status) {
        Optional<Friendship> other = persons.isHere(peer)
                ? store.find(transaction.handle(), persons.name(peer), persons.jid(owner))
                : Optional.empty();
        Friendship made = new Friendship(
                other.map(Friendship::id).orElseGet(() -> ids.get().toString()),
                owner,
                peer,
                status,
                other.map(Friendship::createdAt).orElseGet(clock::instant));
        store.insert(transaction.handle(), made);
        tell(transaction, "friendship.created", made);
        publish(transaction, new FriendshipChanged(made, null, status));
    }

    private void change(Transaction transaction, Friendship known, FriendStatus status) {
        Friendship changed = new Friendship(known.id(), known.owner(), known.peer(), status, known.createdAt());
        store.setStatus(transaction.handle(), changed);
        tell(transaction, "friendship.changed", changed);
        publish(transaction, new FriendshipChanged(changed, known.status(), status));
    }

    private void remove(Transaction transaction, Friendship gone) {
        store.delete(transaction.handle(), gone);
        tell(transaction, "friendship.deleted", gone);
        publish(transaction, new FriendshipChanged(gone, gone.status(), null));
    }

    private void publish(Transaction transaction, FriendshipChanged changed) {
        transaction.publish(changed);
        Friendship friendship = changed.friendship();
        boolean wasOne = changed.before() == FriendStatus.ACCEPTED;
        if (wasOne != (changed.now() == FriendStatus.ACCEPTED) && persons.isHere(friendship.peer())) {
            transaction.publish(new TiesChanged(friendship.owner(), persons.name(friendship.peer())));
        }
    }

    private void tell(Transaction transaction, String type, Friendship friendship) {
        live.log(transaction, List.of(friendship.owner()), type, FriendshipView.of(friendship, persons));
    }

    /** Takes up what a roster had before we watched it, or while the database was away. */
    private void adopt(String owner) {
        Map<String, FriendStatus> left = new HashMap<>(database.read(handle -> store.statuses(handle, owner)));
        for (Contact contact : rosters.contacts(owner)) {
            FriendStatus known = left.remove(contact.jid());
            if (persons.isPerson(contact.jid()) && !Optional.ofNullable(known).equals(FriendStatus.of(contact))) {
                settle(owner, contact.jid());
            }
        }
        left.keySet().forEach(peer -> settle(owner, peer));
    }

    /** Forgets whose requests did not come back: they may now. */
    public void forgetRefusals() {
        database.write(transaction -> store.deleteRefusalsBefore(transaction.handle(), clock.instant()));
    }

    /** Somebody's account is gone, and with it their friendships. */
    public void forget(Transaction transaction, AccountDeleted deleted) {
        String jid = persons.jid(deleted.username());
        store.with(transaction.handle(), jid).forEach(friendship -> remove(transaction, friendship));
        store.deleteOf(transaction.handle(), deleted.username());
        store.deleteRefusalsOf(transaction.handle(), deleted.username(), jid);
        counts.forget(transaction, deleted.username());
    }

    private String pair(String username, String peer) {
        String jid = persons.jid(username);
        return jid.compareTo(peer) < 0 ? jid + ' ' + peer : peer + ' ' + jid;
    }

    private static Presence presence(Presence.Type type, String from, String to) {
        Presence presence = new Presence(type);
        presence.setFrom(new JID(from));
        presence.setTo(new JID(to));
        return presence;
    }

    private static Problem absent() {
        return Problem.notFound("There is no such friendship or request.");
    }
}
