package im.hearth.core.accounts;

import im.hearth.core.db.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_account: one row a person; a deleted one keeps only the username, so that nobody else gets it. And
 * hearth_departure: one row for each of the deleted ones of whom the server and the features may have something left.
 */
public final class AccountStore {
    private static final String COLUMNS = "username, phone_number, name, email, created_at, last_used_at";

    int insert(Handle handle, Account account) {
        return insert(handle, account, "");
    }

    /** As {@link #insert}, unless somebody else just did: on PostgreSQL an error would end the whole transaction. */
    int insertIfAbsent(Handle handle, Dialect dialect, Account account) {
        return insert(handle, account, dialect == Dialect.POSTGRESQL ? " ON CONFLICT (username) DO NOTHING" : "");
    }

    private static int insert(Handle handle, Account account, String otherwise) {
        return handle.createUpdate("""
                        INSERT INTO hearth_account
                            (username, phone_number, name, lower_name, email, created_at, last_used_at)
                        VALUES (:username, :phone, :name, LOWER(:name), :email, :created, :used)
                        """ + otherwise)
                .bind("username", account.username())
                .bind("phone", account.phoneNumber())
                .bind("name", account.name())
                .bind("email", account.email())
                .bind("created", account.createdAt().toEpochMilli())
                .bind("used", account.lastUsedAt().toEpochMilli())
                .execute();
    }

    Optional<Account> find(Handle handle, String username) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " FROM hearth_account WHERE username = :username AND deleted_at IS NULL")
                .bind("username", username)
                .map(AccountStore::account)
                .findOne();
    }

    /** Which of these usernames somebody has now. */
    List<String> existing(Handle handle, List<String> usernames) {
        return handle.createQuery("""
                        SELECT username FROM hearth_account WHERE username IN (<usernames>) AND deleted_at IS NULL
                        """)
                .bindList("usernames", usernames)
                .mapTo(String.class)
                .list();
    }

    /** What those of these usernames are called who say so, by username. */
    Map<String, String> names(Handle handle, List<String> usernames) {
        return handle.createQuery("""
                        SELECT username, name FROM hearth_account
                        WHERE username IN (<usernames>) AND deleted_at IS NULL AND name IS NOT NULL
                        """)
                .bindList("usernames", usernames)
                .map((row, context) -> Map.entry(row.getString("username"), row.getString("name")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whether the name was ever given away, to somebody who is here or was. */
    boolean isTaken(Handle handle, String username) {
        return handle.createQuery("SELECT 1 FROM hearth_account WHERE username = :username")
                .bind("username", username)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Whether somebody had the name and has left. */
    boolean isGone(Handle handle, String username) {
        return handle.createQuery("SELECT 1 FROM hearth_account WHERE username = :username AND deleted_at IS NOT NULL")
                .bind("username", username)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Those of these usernames that somebody had who has left. */
    List<String> gone(Handle handle, List<String> usernames) {
        return handle.createQuery("""
                        SELECT username FROM hearth_account
                        WHERE username IN (<usernames>) AND deleted_at IS NOT NULL
                        """)
                .bindList("usernames", usernames)
                .mapTo(String.class)
                .list();
    }

    /**
     * Locks the rows of those of these people who are here until the transaction ends, one after the other in the order of
     * their usernames; says whose they are. At most a few hundred at once.
     */
    List<String> lock(Handle handle, Dialect dialect, List<String> usernames) {
        return switch (dialect) {
            // Sorted byte by byte, whatever order the database was made with: that of whoever asks in several parts.
            case POSTGRESQL ->
                handle.createQuery("""
                                SELECT username FROM hearth_account
                                WHERE username IN (<usernames>) AND deleted_at IS NULL
                                ORDER BY username COLLATE "C" FOR UPDATE
                                """)
                        .bindList("usernames", usernames)
                        .mapTo(String.class)
                        .list();
            // What is only selected it does not lock; and no statement is far from it.
            case HSQLDB ->
                usernames.stream()
                        .filter(username -> lock(handle, username) == 1)
                        .toList();
        };
    }

    private static int lock(Handle handle, String username) {
        return handle.createUpdate("""
                        UPDATE hearth_account SET last_used_at = last_used_at
                        WHERE username = :username AND deleted_at IS NULL
                        """).bind("username", username).execute();
    }

    Optional<Account> findByPhone(Handle handle, String phoneNumber) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_account WHERE phone_number = :phone")
                .bind("phone", phoneNumber)
                .map(AccountStore::account)
                .findOne();
    }

    /** Who has which of these numbers: usernames by number. */
    Map<String, String> owners(Handle handle, List<String> phoneNumbers) {
        return handle.createQuery("SELECT phone_number, username FROM hearth_account WHERE phone_number IN (<numbers>)")
                .bindList("numbers", phoneNumbers)
                .map((row, context) -> Map.entry(row.getString("phone_number"), row.getString("username")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Accounts whose username or name begins with the text, by username, after a username. */
    List<Account> search(Handle handle, String prefix, String after, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_account
                        WHERE deleted_at IS NULL AND username > :after
                          AND (username LIKE :prefix ESCAPE '!' OR lower_name LIKE :prefix ESCAPE '!')
                        ORDER BY username FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("prefix", prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
                .bind("after", after)
                .bind("limit", limit)
                .map(AccountStore::account)
                .list();
    }

    int update(Handle handle, String username, @Nullable String name, @Nullable String email) {
        return handle.createUpdate("""
                        UPDATE hearth_account SET name = :name, lower_name = LOWER(:name), email = :email
                        WHERE username = :username AND deleted_at IS NULL
                        """)
                .bind("username", username)
                .bind("name", name)
                .bind("email", email)
                .execute();
    }

    int setPhone(Handle handle, String username, @Nullable String phoneNumber) {
        return handle.createUpdate(
                        "UPDATE hearth_account SET phone_number = :phone WHERE username = :username AND deleted_at IS NULL")
                .bind("username", username)
                .bind("phone", phoneNumber)
                .execute();
    }

    int setLastUsed(Handle handle, String username, Instant at) {
        return handle.createUpdate("UPDATE hearth_account SET last_used_at = :at WHERE username = :username")
                .bind("username", username)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    int erase(Handle handle, String username, Instant at) {
        return handle.createUpdate("""
                        UPDATE hearth_account
                        SET phone_number = NULL, name = NULL, lower_name = NULL, email = NULL, deleted_at = :at
                        WHERE username = :username AND deleted_at IS NULL
                        """)
                .bind("username", username)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Notes that somebody has left, of whom not all has gone yet; when to look whether it has, in epoch milliseconds. */
    int insertDeparture(Handle handle, String username, long dueAt) {
        return handle.createUpdate("INSERT INTO hearth_departure (username, due_at) VALUES (:username, :due)")
                .bind("username", username)
                .bind("due", dueAt)
                .execute();
    }

    /** Those who have left and of whom something may be left, the longest overdue first. */
    List<String> departures(Handle handle, long now, int limit) {
        return handle.createQuery("""
                        SELECT username FROM hearth_departure WHERE due_at <= :now
                        ORDER BY due_at, username FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    int postponeDeparture(Handle handle, String username, long dueAt) {
        return handle.createUpdate("UPDATE hearth_departure SET due_at = :due WHERE username = :username")
                .bind("username", username)
                .bind("due", dueAt)
                .execute();
    }

    int deleteDeparture(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_departure WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    private static Account account(ResultSet row, StatementContext context) throws SQLException {
        return new Account(
                row.getString("username"),
                row.getString("phone_number"),
                row.getString("name"),
                row.getString("email"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("last_used_at")));
    }
}
