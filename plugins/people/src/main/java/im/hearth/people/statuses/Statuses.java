package im.hearth.people.statuses;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.ServerPresence;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.People;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.people.OwnRows;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rules of statuses: who is there, since when not, and what they say of it. What XMPP clients say is the server's
 * presence; what is said by REST is kept here, and stands where a client says nothing. Online is who has an XMPP client that
 * is available, or an event stream. Statuses are for friends; one who hides when they were last seen hides from REST whether
 * they are there as well, while to XMPP clients of friends presence goes as ever: without it they could not be friends.
 */
public final class Statuses {
    static final String CHANGED = "presence.changed";

    private static final Set<String> SHOWS = Set.of("chat", "away", "xa", "dnd");
    private static final int LONGEST_TEXT = 500;

    private final Database database;
    private final StatusStore store;
    private final Accounts accounts;
    private final OwnRows rows;
    private final ServerPresence presence;
    private final Friends friends;
    private final People people;
    private final LiveEvents live;
    private final Clock clock;

    /** Where friends are found. */
    @FunctionalInterface
    public interface Friends {
        /** The usernames of a person's friends. */
        List<String> of(String username);
    }

    public Statuses(
            Database database,
            StatusStore store,
            Accounts accounts,
            ServerPresence presence,
            Friends friends,
            People people,
            LiveEvents live,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.accounts = accounts;
        this.rows = new OwnRows(database, accounts);
        this.presence = presence;
        this.friends = friends;
        this.people = people;
        this.live = live;
        this.clock = clock;
    }

    /** The statuses of somebody's friends, by username. */
    Page<StatusView> list(String viewer, @Nullable String after, int limit) {
        List<String> some = friends.of(viewer).stream()
                .filter(friend -> after == null || friend.compareTo(after) > 0)
                .sorted()
                .limit(limit + 1L)
                .toList();
        Page<String> page = Page.of(some, limit, friend -> friend);
        List<String> shown = page.items();
        if (shown.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        Set<String> blocking = people.ties().blockersOf(viewer, shown);
        Set<String> open = new HashSet<>(people.ties().showing(shown, Aspect.LAST_SEEN, viewer));
        Map<String, Kept> kept = database.read(handle -> store.find(handle, shown));
        Map<String, Instant> left = database.read(handle -> store.left(handle, shown));
        List<StatusView> views = shown.stream()
                .filter(friend -> !blocking.contains(friend))
                .map(friend -> {
                    StatusView view = view(friend, kept.getOrDefault(friend, Kept.NOTHING), left.get(friend));
                    return open.contains(friend) ? view : view.hidden();
                })
                .toList();
        return new Page<>(views, page.next());
    }

    /**
     * How somebody is there, as somebody may see it.
     *
     * @throws Problem NOT_FOUND for who is no friend, or has blocked the viewer, as for who is not there at all
     */
    StatusView require(String viewer, String username) {
        if (viewer.equals(username)) {
            return view(username);
        }
        return seen(viewer, username)
                .orElseThrow(() -> Problem.notFound("You have no such friend: statuses are for friends."));
    }

    private Optional<StatusView> seen(String viewer, String username) {
        if (!friends.of(viewer).contains(username) || people.ties().hasBlocked(username, viewer)) {
            return Optional.empty();
        }
        StatusView view = view(username);
        return Optional.of(people.ties().shows(username, Aspect.LAST_SEEN, viewer) ? view : view.hidden());
    }

    /**
     * The status for an answer to the question after the last activity (XEP-0012).
     *
     * @throws Problem FORBIDDEN for who may not see it
     */
    StatusView lastActivity(String viewer, String username) {
        return seen(viewer, username)
                .filter(view -> view.online() != null)
                .orElseThrow(() -> Problem.forbidden("You may not see since when they are away."));
    }

    /**
     * Changes what somebody says of themselves.
     *
     * @throws Problem FORBIDDEN for somebody else; INVALID; NOT_FOUND for who has just left
     */
    StatusView change(String actor, String username, StatusChange change) {
        if (!actor.equals(username)) {
            accounts.require(username);
            throw Problem.forbidden("This is somebody else's status.");
        }
        StatusChange.Sent show = change.show();
        StatusChange.Sent text = change.text();
        String newShow = show == null ? null : show(show.value());
        String newText = text == null ? null : text(text.value());
        if (!ensure(username)) {
            throw Problem.notFound("There is no such user.");
        }
        keep(
                username,
                before -> new Kept(
                        show == null ? before.show() : newShow,
                        text == null ? before.text() : newText,
                        before.lastOnline()));
        return view(username);
    }

    /** What somebody's clients say where they say nothing themselves. */
    Kept kept(String username) {
        return database.read(handle -> store.find(handle, username)).orElse(Kept.NOTHING);
    }

    /** Somebody has come, gone, or says something else of themselves: tells friends who have a stream open. */
    public void tell(String username) {
        announce(username, (friend, view) -> people.ties().shows(username, Aspect.LAST_SEEN, friend) ? view : null);
    }

    /** As {@link #tell}, of what they say: that those hear as well who may not see whether they are there. */
    public void tellWords(String username) {
        announce(username, (friend, view) -> {
            if (people.ties().hasBlocked(username, friend)) {
                return null;
            }
            return people.ties().shows(username, Aspect.LAST_SEEN, friend) ? view : view.hidden();
        });
    }

    /** What a friend sees of a status; null for nothing. */
    private interface Sight {
        @Nullable StatusView of(String friend, StatusView view);
    }

    /** Whoever reads on another node finds it in the log of events; it is worth nothing to who comes later. */
    private void announce(String username, Sight sight) {
        List<String> circle = friends.of(username);
        Set<String> elsewhere = live.elsewhere(circle);
        List<String> listening = circle.stream()
                .filter(friend -> live.hasStream(friend) || elsewhere.contains(friend))
                .toList();
        if (listening.isEmpty()) {
            return;
        }
        StatusView view = view(username);
        Map<StatusView, List<String>> logged = new LinkedHashMap<>();
        for (String friend : listening) {
            StatusView seen = sight.of(friend, view);
            if (seen != null && elsewhere.contains(friend)) {
                logged.computeIfAbsent(seen, key -> new ArrayList<>()).add(friend);
            } else if (seen != null) {
                live.tell(List.of(friend), CHANGED, seen);
            }
        }
        if (!logged.isEmpty()) {
            database.write(transaction -> {
                logged.forEach((seen, audience) -> live.log(transaction, audience, CHANGED, seen));
                return true;
            });
        }
    }

    /** Notes that somebody's last event stream closed at a time, unless there is another one by now. */
    public void closed(String username, Instant at) {
        if (!live.isReading(username) && ensure(username)) {
            keep(username, before -> new Kept(before.show(), before.text(), at));
        }
    }

    /** The time for {@link #closed}. */
    public Instant now() {
        return clock.instant();
    }

    /** Forgets the status of somebody who leaves. */
    public void forget(Transaction transaction, String username) {
        store.delete(transaction.handle(), username);
    }

    private void keep(String username, UnaryOperator<Kept> change) {
        database.write(transaction -> {
            store.lock(transaction.handle(), username);
            Kept before = store.find(transaction.handle(), username).orElse(Kept.NOTHING);
            Kept after = change.apply(before);
            store.update(transaction.handle(), username, after);
            boolean words =
                    !Objects.equals(before.show(), after.show()) || !Objects.equals(before.text(), after.text());
            if (words) {
                transaction.publish(
                        new StatusChanged(username, before.show(), before.text(), after.show(), after.text()));
            }
            return true;
        });
    }

    /** Makes sure that there is a row to be locked; says no for who has left. */
    private boolean ensure(String username) {
        return rows.ensure(
                username, handle -> store.find(handle, username).isPresent(), handle -> store.insert(handle, username));
    }

    private StatusView view(String username) {
        List<String> one = List.of(username);
        return view(
                username,
                kept(username),
                database.read(handle -> store.left(handle, one)).get(username));
    }

    private StatusView view(String username, Kept kept, @Nullable Instant left) {
        Optional<ServerPresence.Available> client = presence.of(username);
        boolean online = client.isPresent() || live.isReading(username);
        String show = client.map(ServerPresence.Available::show).orElse(kept.show());
        String said = client.map(ServerPresence.Available::status)
                .filter(status -> !status.isBlank())
                .orElse(kept.text());
        return new StatusView(
                username, online, online ? null : later(kept.lastOnline(), left), online ? show : null, said);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable String show(@Nullable String label) {
        if (label != null && !SHOWS.contains(label)) {
            throw Problem.invalid("show", "must be one of chat, away, xa, dnd, or null");
        }
        return label;
    }

    private static @Nullable String text(@Nullable String words) {
        if (words == null || words.isBlank()) {
            return null;
        }
        String text = words.strip();
        if (text.codePointCount(0, text.length()) > LONGEST_TEXT) {
            throw Problem.invalid("status_text", "must have at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }
}
