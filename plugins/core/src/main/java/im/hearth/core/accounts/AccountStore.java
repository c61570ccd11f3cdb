package im.hearth.core.accounts;

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

/** The table hearth_account: one row a person; a deleted one keeps only the username, so that nobody else gets it. */
public final class AccountStore {
    private static final String COLUMNS = "username, phone_number, name, email, created_at, last_used_at";

    void insert(Handle handle, Account account) {
        handle.createUpdate("""
                        INSERT INTO hearth_account
                            (username, phone_number, name, lower_name, email, created_at, last_used_at)
                        VALUES (:username, :phone, :name, LOWER(:name), :email, :created, :used)
                        """)
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

    /** Locks the row of somebody who is here until the transaction ends; 0 where there is none. */
    int lock(Handle handle, String username) {
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
