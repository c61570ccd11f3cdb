package im.hearth.reactions.emoticons;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables hearth_emoticon and hearth_emoticon_owner; times in epoch milliseconds. */
public final class EmoticonStore {
    /**
     * Keeps a person's pack as it is until the transaction ends, on all nodes: who adds to it does this first, and so one
     * after the other.
     *
     * @return false where there is nothing to lock
     */
    boolean lock(Handle handle, String owner) {
        return handle.createUpdate("UPDATE hearth_emoticon_owner SET changes = changes + 1 WHERE owner = :owner")
                        .bind("owner", owner)
                        .execute()
                == 1;
    }

    /** Makes what {@link #lock} locks. */
    int insertOwner(Handle handle, String owner) {
        return handle.createUpdate("INSERT INTO hearth_emoticon_owner (owner, changes) VALUES (:owner, 0)")
                .bind("owner", owner)
                .execute();
    }

    int deleteOwner(Handle handle, String owner) {
        return handle.createUpdate("DELETE FROM hearth_emoticon_owner WHERE owner = :owner")
                .bind("owner", owner)
                .execute();
    }

    /** Adds one and answers its id. */
    long insert(Handle handle, String owner, String shortcut, String picture, long at) {
        return handle.createUpdate("""
                        INSERT INTO hearth_emoticon (owner, shortcut, media_id, created_at)
                        VALUES (:owner, :shortcut, :picture, :at)
                        """)
                .bind("owner", owner)
                .bind("shortcut", shortcut)
                .bind("picture", picture)
                .bind("at", at)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    int update(Handle handle, long id, String shortcut, String picture) {
        return handle.createUpdate("""
                        UPDATE hearth_emoticon SET shortcut = :shortcut, media_id = :picture WHERE id = :id
                        """)
                .bind("shortcut", shortcut)
                .bind("picture", picture)
                .bind("id", id)
                .execute();
    }

    int delete(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM hearth_emoticon WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    Optional<Emoticon> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM hearth_emoticon WHERE id = :id")
                .bind("id", id)
                .map(EmoticonStore::emoticon)
                .findOne();
    }

    /** Those of the people's emoticons that have one of these shortcuts. */
    List<Emoticon> find(Handle handle, Collection<String> owners, Collection<String> shortcuts) {
        return handle.createQuery("""
                        SELECT * FROM hearth_emoticon WHERE owner IN (<owners>) AND shortcut IN (<shortcuts>)
                        """)
                .bindList("owners", List.copyOf(owners))
                .bindList("shortcuts", List.copyOf(shortcuts))
                .map(EmoticonStore::emoticon)
                .list();
    }

    /** A person's emoticons, the latest first; ids are less than {@code before}. */
    List<Emoticon> page(Handle handle, String owner, long before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM hearth_emoticon WHERE owner = :owner AND id < :before
                        ORDER BY id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("owner", owner)
                .bind("before", before)
                .bind("limit", limit)
                .map(EmoticonStore::emoticon)
                .list();
    }

    int count(Handle handle, String owner) {
        return handle.createQuery("SELECT COUNT(*) FROM hearth_emoticon WHERE owner = :owner")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    }

    private static Emoticon emoticon(ResultSet row, StatementContext context) throws SQLException {
        return new Emoticon(
                row.getLong("id"),
                row.getString("owner"),
                row.getString("shortcut"),
                row.getString("media_id"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
