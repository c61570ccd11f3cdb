package im.hearth.core.accounts;

import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is here. The row in our table is the truth; the server's own user follows it, and is made again where a crash came
 * between the two.
 */
public final class Accounts {
    /** How exact {@link Account#lastUsedAt} is: finer would be a write for every request. */
    private static final Duration USED_GRAIN = Duration.ofHours(1);

    /** How many usernames one query asks for. */
    private static final int AT_ONCE = 500;

    /** How long the end of a deletion may take before somebody else sees to it. */
    private static final Duration FAREWELL = Duration.ofMinutes(2);

    /** How many deletions one look finishes that were cut off. */
    private static final int DEPARTURES_AT_ONCE = 100;

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final Database database;
    private final AccountStore store;
    private final ServerUsers users;
    private final ClientSessions sessions;
    private final Clock clock;
    private final SecureRandom random;

    public Accounts(
            Database database,
            AccountStore store,
            ServerUsers users,
            ClientSessions sessions,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.store = store;
        this.users = users;
        this.sessions = sessions;
        this.clock = clock;
        this.random = random;
    }

    /** The account of that name. */
    public Optional<Account> find(String username) {
        if (username.indexOf('\0') >= 0) {
            // Nobody has it, and PostgreSQL takes no such text.
            return Optional.empty();
        }
        return database.read(handle -> store.find(handle, username))
                .or(() -> isOnlyTheServers(username) ? adopt(username) : Optional.empty());
    }

    /** Whether an operator made that user, and nobody has asked us for it. Who has left may be a user for a moment yet. */
    private boolean isOnlyTheServers(String username) {
        return users.exists(username) && !isGone(username);
    }

    /** The account of that name, or 404. */
    public Account require(String username) {
        return find(username).orElseThrow(Accounts::noSuchUser);
    }

    private static Problem noSuchUser() {
        return Problem.notFound("There is no such user.");
    }

    /** Whether somebody here has or had that name. */
    public boolean isTaken(String username) {
        return database.read(handle -> store.isTaken(handle, username)) || users.exists(username);
    }

    /** Whether the person of that name has left, though the server may not be done with forgetting them. */
    public boolean isGone(String username) {
        return database.read(handle -> store.isGone(handle, username));
    }

    /** Those of these usernames that somebody had who has left. */
    public Set<String> gone(Handle handle, Collection<String> usernames) {
        Set<String> gone = new HashSet<>();
        parts(usernames).forEach(some -> gone.addAll(store.gone(handle, some)));
        return gone;
    }

    /** As {@link #gone(Handle, Collection)}, as it is now. */
    public Set<String> gone(Collection<String> usernames) {
        return usernames.isEmpty() ? Set.of() : database.read(handle -> gone(handle, usernames));
    }

    /**
     * Keeps accounts from being deleted until the transaction ends. Whoever writes a row that goes with a person
     * ({@link AccountDeleted}) asks for this first: what the server does while it forgets the person, and requests that are
     * on their way, would write it anew. Call it before anything else in the transaction: {@link #delete} begins with the
     * same rows.
     *
     * <p>A thousand are two statements on PostgreSQL. Somebody whom an operator made, and for whom nobody has asked yet,
     * takes a few more, once.
     *
     * @return those of the usernames that somebody here has, and will have until then
     */
    public Set<String> hold(Transaction transaction, Collection<String> usernames) {
        Handle handle = transaction.handle();
        // Always in the same order, so that two do not wait for each other.
        Set<String> asked = new TreeSet<>(usernames);
        Set<String> held = new LinkedHashSet<>();
        parts(asked).forEach(some -> held.addAll(store.lock(handle, database.dialect(), some)));
        asked.removeAll(held);
        asked.removeAll(gone(handle, asked));
        for (String username : asked) {
            if (find(username).isPresent()) {
                held.addAll(store.lock(handle, database.dialect(), List.of(username)));
            }
        }
        return held;
    }

    private static List<List<String>> parts(Collection<String> usernames) {
        List<String> all = List.copyOf(usernames);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }

    /** As {@link #hold(Transaction, Collection)}; says whether all are there. */
    public boolean holdAll(Transaction transaction, Collection<String> usernames) {
        return hold(transaction, usernames).containsAll(usernames);
    }

    /** As {@link #hold(Transaction, Collection)}, of one; says whether it is there. */
    public boolean hold(Transaction transaction, String username) {
        return holdAll(transaction, List.of(username));
    }

    /** As {@link #hold(Transaction, String)}, or 404. */
    public void requireHeld(Transaction transaction, String username) {
        if (!hold(transaction, username)) {
            throw noSuchUser();
        }
    }

    /** Which of these usernames somebody here has. */
    public Set<String> existing(Collection<String> usernames) {
        Set<String> existing = new HashSet<>();
        List<String> asked = List.copyOf(new LinkedHashSet<>(usernames));
        parts(asked).forEach(some -> existing.addAll(database.read(handle -> store.existing(handle, some))));
        asked.stream()
                .filter(username -> !existing.contains(username) && isOnlyTheServers(username))
                .forEach(existing::add);
        return existing;
    }

    /** What these people are called, by username: those of them who are here and say so; at most a few hundred at once. */
    public Map<String, String> names(Collection<String> usernames) {
        List<String> asked = List.copyOf(new LinkedHashSet<>(usernames));
        return asked.isEmpty() ? Map.of() : database.read(handle -> store.names(handle, asked));
    }

    /** The account that has that number (E.164). */
    public Optional<Account> findByPhone(String phoneNumber) {
        return database.read(handle -> store.findByPhone(handle, phoneNumber));
    }

    /** As {@link #findByPhone(String)}, within a transaction. */
    public Optional<Account> findByPhone(Handle handle, String phoneNumber) {
        return store.findByPhone(handle, phoneNumber);
    }

    /** Who has which of these numbers (E.164), in one query: usernames by number; at most a few thousand at once. */
    public Map<String, String> ownersOf(Collection<String> phoneNumbers) {
        List<String> asked = List.copyOf(new LinkedHashSet<>(phoneNumbers));
        return asked.isEmpty() ? Map.of() : database.read(handle -> store.owners(handle, asked));
    }

    /** Accounts whose username or name begins with the text, by username, after a username; at most {@code limit}. */
    public List<Account> search(String prefix, String after, int limit) {
        String folded = prefix.strip().toLowerCase(java.util.Locale.ROOT);
        return database.read(handle -> store.search(handle, folded, after, limit));
    }

    /**
     * Makes an account within the transaction; the server's user is made after the commit, with a password that nobody
     * knows until the person sets one.
     *
     * @throws Problem of kind CONFLICT, {@code username-taken}
     */
    public Account create(
            Transaction transaction, String username, @Nullable String phoneNumber, @Nullable String name) {
        if (store.isTaken(transaction.handle(), username) || users.exists(username)) {
            throw usernameTaken();
        }
        Instant now = clock.instant();
        Account account = new Account(username, phoneNumber, name, null, now, now);
        store.insert(transaction.handle(), account);
        transaction.afterCommit(() -> ensureUser(account));
        transaction.publish(new AccountRegistered(username));
        return account;
    }

    /** 409 for a username that somebody has or had. */
    public static Problem usernameTaken() {
        return Problem.conflict("username-taken", "That username is taken. Choose another one.");
    }

    /** Makes the server's user of an account if it is missing. */
    public void ensureUser(Account account) {
        if (!users.exists(account.username())) {
            // Held, so that nobody makes anew what is just being deleted.
            database.write(transaction -> {
                if (hold(transaction, account.username())) {
                    users.ensure(account.username(), unknownPassword(), account.name(), account.email());
                }
                return true;
            });
        }
    }

    /** Changes name and e-mail address to those given; null is none. */
    public Account update(String username, @Nullable String name, @Nullable String email) {
        require(username);
        database.write(transaction -> {
            transaction.afterCommit(() -> users.rename(username, name, email));
            transaction.publish(new AccountChanged(username));
            return store.update(transaction.handle(), username, name, email);
        });
        return require(username);
    }

    /** Gives the account a number, or none, within the transaction. */
    public void setPhone(Transaction transaction, String username, @Nullable String phoneNumber) {
        store.setPhone(transaction.handle(), username, phoneNumber);
    }

    /** Notes that the person is alive, at most once an hour. */
    public void used(Account account) {
        Instant now = clock.instant();
        if (account.lastUsedAt().plus(USED_GRAIN).isBefore(now)) {
            database.write(transaction -> store.setLastUsed(transaction.handle(), account.username(), now));
        }
    }

    /**
     * Deletes the account: streams end, the server's user goes, features forget the person. Once this is committed the person
     * is gone; what a crash cuts off of the rest, {@link #finishDeletions} does.
     *
     * @throws Problem NOT_FOUND
     */
    public void delete(String username) {
        require(username);
        database.write(transaction -> {
            Instant now = clock.instant();
            if (store.erase(transaction.handle(), username, now) == 0) {
                throw noSuchUser();
            }
            store.insertDeparture(transaction.handle(), username, due(now));
            transaction.afterCommit(() -> leaveServer(username));
            transaction.publish(new AccountDeleted(username));
            return true;
        });
        database.write(transaction -> store.deleteDeparture(transaction.handle(), username));
    }

    private void leaveServer(String username) {
        sessions.endAll(username);
        users.delete(username);
    }

    private static long due(Instant now) {
        return now.plus(FAREWELL).toEpochMilli();
    }

    /** Finishes the deletions that a crash cut off after their commit, some hundred at a time. */
    public void finishDeletions() {
        long now = clock.millis();
        for (String username : database.read(handle -> store.departures(handle, now, DEPARTURES_AT_ONCE))) {
            try {
                leaveServer(username);
                database.write(transaction -> {
                    transaction.publish(new AccountDeleted(username));
                    return true;
                });
                database.write(transaction -> store.deleteDeparture(transaction.handle(), username));
                log.info("The deletion of {} had been cut off, and is finished", username);
            } catch (RuntimeException e) {
                log.error("The deletion of {} could not be finished; it is tried again", username, e);
                database.write(
                        transaction -> store.postponeDeparture(transaction.handle(), username, due(clock.instant())));
            }
        }
    }

    /** Gives a user that an operator made an account of ours. */
    private Optional<Account> adopt(String username) {
        Instant now = clock.instant();
        Account account = new Account(username, null, null, null, now, now);
        try {
            // Within a transaction of the caller's, this is a part of that.
            database.write(transaction -> store.insertIfAbsent(transaction.handle(), database.dialect(), account));
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
        }
        return database.read(handle -> store.find(handle, username));
    }

    private String unknownPassword() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
