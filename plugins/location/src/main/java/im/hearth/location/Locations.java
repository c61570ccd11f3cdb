package im.hearth.location;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Where people say they are, and who may know: the only place that decides. Persons are usernames. */
public final class Locations {
    /** How many ended ones one transaction each takes away at a time. */
    private static final int AT_ONCE = 100;

    private final Database database;
    private final Accounts accounts;
    private final LocationStore store;
    private final Circles circles;
    private final Vault vault;
    private final Pace pace;
    private final Settings settings;
    private final Clock clock;

    public Locations(
            Database database,
            Accounts accounts,
            LocationStore store,
            Circles circles,
            Vault vault,
            Pace pace,
            Settings settings,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.circles = circles;
        this.vault = vault;
        this.pace = pace;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What somebody says of where they are. What is null stays as it is while their place is shared.
     *
     * @param precision null for exact where nothing is shared yet
     * @param names usernames and ids of groups to share with; null for nobody where nothing is shared yet
     * @param end when it ends; null only while something is shared
     */
    public record Wish(
            Coordinates coordinates,
            @Nullable Precision precision,
            @Nullable List<String> names,
            @Nullable End end) {}

    /**
     * When a place ends.
     *
     * @param field the request's field that says so
     */
    public record End(String field, Instant at) {}

    /**
     * A place as somebody sees it.
     *
     * @param circle whom it is shared with, as far as the one who looks is to know: all, for its owner; for others they
     *     themselves, and their groups
     */
    public record Seen(Position position, Set<String> circle) {}

    /**
     * Says where somebody is.
     *
     * @throws Problem INVALID with the field; FORBIDDEN if their privacy shows it to nobody; TOO_OFTEN
     */
    public Seen put(String username, Wish wish) {
        if (wish.end() != null) {
            check(wish.end());
        }
        return put(username, wish, () -> {
            throw Problem.invalid("expires_at", "is required to begin; or send minutes");
        });
    }

    /** As {@link #put}, of what a client publishes, which cannot say until when nor with whom. */
    public Seen publish(String username, Coordinates coordinates) {
        Duration usual = settings.get(LocationSettings.DEFAULT_DURATION);
        return put(username, new Wish(coordinates, null, null, null), () -> clock.instant()
                .plus(usual));
    }

    private void check(End end) {
        Duration most = settings.get(LocationSettings.MAX_DURATION);
        Duration left = Duration.between(clock.instant(), end.at());
        if (left.isNegative() || left.isZero() || left.compareTo(most) > 0) {
            throw Problem.invalid(end.field(), "must be later than now, by at most " + most.toMinutes() + " minutes");
        }
    }

    private Seen put(String username, Wish wish, Supplier<Instant> usual) {
        List<String> names = wish.names();
        Set<String> circle = names == null ? null : circles.resolve(username, "shared_with", names);
        pace.take(username);
        return anew(() -> database.write(transaction -> put(transaction, username, wish, circle, usual)));
    }

    private Seen put(
            Transaction transaction,
            String username,
            Wish wish,
            @Nullable Set<String> wanted,
            Supplier<Instant> usual) {
        Set<String> gone = gone(transaction, username, wanted == null ? Set.of() : wanted);
        var handle = transaction.handle();
        Instant now = clock.instant();
        boolean isThere = store.lock(handle, username);
        Set<String> before = isThere ? circle(store.circles(handle, List.of(username)), username) : Set.of();
        Optional<LocationStore.Row> running =
                store.find(handle, username).filter(row -> row.expiresAt() > now.toEpochMilli());
        Instant ends = wish.end() != null
                ? wish.end().at()
                : running.map(row -> Instant.ofEpochMilli(row.expiresAt())).orElseGet(usual);
        Precision precision = wish.precision();
        if (precision == null) {
            precision = running.map(row -> Precision.of(row.grain())).orElse(Precision.EXACT);
        }
        Set<String> circle;
        if (wanted == null) {
            circle = running.isPresent() ? before : Set.of();
        } else {
            circle = without(wanted, gone);
        }
        Position position = new Position(username, precision.of(wish.coordinates()), precision, now, ends);
        if (isThere) {
            store.update(handle, row(position));
        } else {
            store.insert(handle, row(position));
        }
        if (!circle.equals(before)) {
            store.replaceCircle(handle, username, circle);
        }
        transaction.publish(new LocationChanged(username, without(before, circle)));
        return new Seen(position, circle);
    }

    /**
     * Those of a circle who have just left; its owner and the others stay until the transaction ends.
     *
     * @throws Problem NOT_FOUND if its owner has left
     */
    private Set<String> gone(Transaction transaction, String owner, Set<String> circle) {
        Set<String> gone = circles.persons(circle);
        gone.add(owner);
        gone.removeAll(accounts.hold(transaction, gone));
        if (gone.contains(owner)) {
            throw Problem.notFound("There is no such user.");
        }
        return gone;
    }

    /** Once more, if another request of the same person was the first. */
    private static <T> T anew(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            if (Database.isDuplicate(e)) {
                return work.get();
            }
            throw e;
        }
    }

    /**
     * Shares with others too, or with some no more, until it ends as it was to.
     *
     * @param jids of people and rooms
     * @param formerJids of those with whom it is not to be shared any more
     * @throws Problem NOT_FOUND if nothing is shared; INVALID; FORBIDDEN
     */
    public void share(String username, List<String> jids, List<String> formerJids) {
        Set<String> added = circles.resolve(username, "jid", jids);
        Set<String> removed = formerJids.stream().map(circles::member).collect(Collectors.toSet());
        long now = clock.millis();
        database.write(transaction -> {
            Set<String> gone = gone(transaction, username, added);
            var handle = transaction.handle();
            boolean isRunning = store.lock(handle, username)
                    && store.find(handle, username)
                            .filter(row -> row.expiresAt() > now)
                            .isPresent();
            if (!isRunning) {
                throw absent();
            }
            Set<String> before = circle(store.circles(handle, List.of(username)), username);
            Set<String> after = without(before, removed);
            after.addAll(without(added, gone));
            if (after.size() > Circles.MOST) {
                throw Problem.invalid("jid", "would make it more than " + Circles.MOST + " people and groups");
            }
            store.replaceCircle(handle, username, after);
            transaction.publish(new LocationChanged(username, without(before, after)));
            return true;
        });
    }

    /** Stops it; says whether anything was there. */
    public boolean stop(String username) {
        return end(username, Long.MAX_VALUE);
    }

    private boolean end(String username, long endsBy) {
        return database.write(transaction -> {
            var handle = transaction.handle();
            Set<String> circle = circle(store.circles(handle, List.of(username)), username);
            if (!store.delete(handle, username, endsBy)) {
                return false;
            }
            store.deleteCircle(handle, username);
            transaction.publish(new LocationEnded(username, circle));
            return true;
        });
    }

    /** Ends those whose time is over. */
    public void endExpired() {
        pace.sweep();
        List<String> some;
        do {
            long now = clock.millis();
            some = database.read(handle -> store.expired(handle, now, AT_ONCE));
            some.forEach(username -> end(username, now));
        } while (some.size() == AT_ONCE);
    }

    /** What somebody has said of themselves, with whom they share it. */
    public Optional<Seen> own(String username) {
        return current(username).map(position -> new Seen(position, circle(username)));
    }

    /**
     * Where somebody is, as somebody else may know it.
     *
     * @throws Problem NOT_FOUND if they may not, or there is nothing to know
     */
    public Seen require(String viewer, String owner) {
        if (viewer.equals(owner)) {
            return own(owner).orElseThrow(Locations::absent);
        }
        Position position = current(owner).orElseThrow(Locations::absent);
        Set<String> by = circles.sharing(viewer, circles.of(viewer), Map.of(owner, circle(owner)))
                .get(owner);
        if (by == null) {
            throw absent();
        }
        return new Seen(position, by);
    }

    /**
     * Those who share with somebody, by username, after a username. A page may hold fewer than the limit, or none, and have
     * a next one: who shares but may not be seen is not on it.
     */
    public Page<Seen> list(String viewer, @Nullable String after, int limit) {
        Set<String> own = circles.of(viewer);
        String from = after == null ? "" : after;
        long now = clock.millis();
        List<LocationStore.Row> rows =
                database.read(handle -> store.sharedWith(handle, viewer, own, now, from, limit + 1));
        List<String> owners = rows.stream().map(LocationStore.Row::username).toList();
        Map<String, Set<String>> sharing =
                circles.sharing(viewer, own, database.read(handle -> store.circles(handle, owners)));
        Page<LocationStore.Row> page = Page.of(rows, limit, LocationStore.Row::username);
        List<Seen> seen = page.items().stream()
                .filter(row -> sharing.containsKey(row.username()))
                .flatMap(row ->
                        position(row).map(position -> new Seen(position, circle(sharing, row.username()))).stream())
                .toList();
        return new Page<>(seen, page.next());
    }

    /** Those of the people who say where they are. */
    Set<String> sharing(Set<String> usernames) {
        long now = clock.millis();
        return database.read(handle -> store.sharing(handle, usernames, now));
    }

    /** Those who share with a group, and whose place somebody does not see: they have left it. */
    Set<String> hiddenNow(String viewer, String room) {
        long now = clock.millis();
        Set<String> owners = database.read(handle -> store.sharingWith(handle, room, now));
        owners.remove(viewer);
        if (!owners.isEmpty()) {
            Map<String, Set<String>> all = database.read(handle -> store.circles(handle, owners));
            owners.removeAll(circles.sharing(viewer, circles.of(viewer), all).keySet());
        }
        return owners;
    }

    /** Somebody has left for good. */
    public void forget(AccountDeleted gone) {
        stop(gone.username());
        database.write(transaction -> store.deleteAudience(transaction.handle(), gone.username()));
    }

    private Optional<Position> current(String username) {
        long now = clock.millis();
        Optional<LocationStore.Row> row = database.read(handle -> store.find(handle, username));
        if (row.isPresent() && row.get().expiresAt() <= now) {
            end(username, now);
            return Optional.empty();
        }
        return row.flatMap(this::position);
    }

    private Set<String> circle(String username) {
        return circle(database.read(handle -> store.circles(handle, List.of(username))), username);
    }

    private static Set<String> circle(Map<String, Set<String>> circles, String username) {
        return circles.getOrDefault(username, Set.of());
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    private LocationStore.Row row(Position position) {
        return new LocationStore.Row(
                position.username(),
                vault.seal(context(position.username()), new Vault.Kept(position.coordinates(), "")),
                position.precision().code(),
                position.updatedAt().toEpochMilli(),
                position.expiresAt().toEpochMilli());
    }

    private Optional<Position> position(LocationStore.Row row) {
        return vault.open(context(row.username()), row.place())
                .map(kept -> new Position(
                        row.username(),
                        kept.coordinates(),
                        Precision.of(row.grain()),
                        Instant.ofEpochMilli(row.updatedAt()),
                        Instant.ofEpochMilli(row.expiresAt())));
    }

    private static String context(String username) {
        return "location:" + username;
    }

    private static Problem absent() {
        return Problem.notFound("There is no location that is shared with you.");
    }
}
