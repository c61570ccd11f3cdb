package im.hearth.reactions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table hearth_reaction; times in epoch milliseconds. */
final class ReactionStore {
    int insert(Handle handle, long message, String talk, String username, String emoji, long at) {
        return handle.createUpdate("""
                        INSERT INTO hearth_reaction (message_id, talk, username, emoji, created_at)
                        VALUES (:message, :talk, :username, :emoji, :at)
                        """)
                .bind("message", message)
                .bind("talk", talk)
                .bind("username", username)
                .bind("emoji", emoji)
                .bind("at", at)
                .execute();
    }

    int delete(Handle handle, long message, String username, String emoji) {
        return handle.createUpdate("""
                        DELETE FROM hearth_reaction
                        WHERE message_id = :message AND username = :username AND emoji = :emoji
                        """)
                .bind("message", message)
                .bind("username", username)
                .bind("emoji", emoji)
                .execute();
    }

    int change(Handle handle, long id, String emoji, long at) {
        return handle.createUpdate("UPDATE hearth_reaction SET emoji = :emoji, created_at = :at WHERE id = :id")
                .bind("emoji", emoji)
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    Optional<Reaction> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM hearth_reaction WHERE id = :id")
                .bind("id", id)
                .map(ReactionStore::reaction)
                .findOne();
    }

    /** What somebody reacted to a message with, the first one first. */
    List<Reaction> of(Handle handle, long message, String username) {
        return handle.createQuery("""
                        SELECT * FROM hearth_reaction WHERE message_id = :message AND username = :username ORDER BY id
                        """)
                .bind("message", message)
                .bind("username", username)
                .map(ReactionStore::reaction)
                .list();
    }

    /** The reactions to these messages, the first one first. */
    List<Reaction> of(Handle handle, Collection<Long> messages) {
        return handle.createQuery("SELECT * FROM hearth_reaction WHERE message_id IN (<messages>) ORDER BY id")
                .bindList("messages", List.copyOf(messages))
                .map(ReactionStore::reaction)
                .list();
    }

    /**
     * The reactions to a message, the latest first, without those of one person.
     *
     * @param before ids are less
     * @param hidden a username; empty for nobody's
     */
    List<Reaction> page(Handle handle, long message, String hidden, long before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM hearth_reaction
                        WHERE message_id = :message AND id < :before AND username <> :hidden
                        ORDER BY id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("message", message)
                .bind("before", before)
                .bind("hidden", hidden)
                .bind("limit", limit)
                .map(ReactionStore::reaction)
                .list();
    }

    /** The reactions of a person, the latest first; as {@link #page}. */
    List<Reaction> by(Handle handle, String username, long before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM hearth_reaction WHERE username = :username AND id < :before
                        ORDER BY id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("username", username)
                .bind("before", before)
                .bind("limit", limit)
                .map(ReactionStore::reaction)
                .list();
    }

    /** How many reacted to a message with what, the most used first; without those of one person. */
    Map<String, Integer> counts(Handle handle, long message, String hidden) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT emoji, COUNT(*) AS reactions FROM hearth_reaction
                        WHERE message_id = :message AND username <> :hidden
                        GROUP BY emoji ORDER BY COUNT(*) DESC, MIN(id)
                        """)
                .bind("message", message)
                .bind("hidden", hidden)
                .map((row, context) -> counts.put(row.getString("emoji"), row.getInt("reactions")))
                .list();
        return counts;
    }

    int erase(Handle handle, Collection<Long> messages) {
        return handle.createUpdate("DELETE FROM hearth_reaction WHERE message_id IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .execute();
    }

    int forget(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_reaction WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    private static Reaction reaction(ResultSet row, StatementContext context) throws SQLException {
        return new Reaction(
                row.getLong("id"),
                row.getLong("message_id"),
                row.getString("talk"),
                row.getString("username"),
                row.getString("emoji"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
