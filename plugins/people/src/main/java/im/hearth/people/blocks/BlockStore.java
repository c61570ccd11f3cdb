package im.hearth.people.blocks;

import im.hearth.people.ListKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table hearth_block: who blocks whom, as the privacy lists say, with what they lack. */
public final class BlockStore {
    private static final String COLUMNS = "id, owner, blocked, created_at";

    Optional<Block> find(Handle handle, String owner, String blocked) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " FROM hearth_block WHERE owner = :owner AND blocked = :blocked")
                .bind("owner", owner)
                .bind("blocked", blocked)
                .map(BlockStore::block)
                .findOne();
    }

    Optional<Block> findById(Handle handle, String owner, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_block WHERE owner = :owner AND id = :id")
                .bind("owner", owner)
                .bind("id", id)
                .map(BlockStore::block)
                .findOne();
    }

    /** All blocks of somebody. */
    List<Block> of(Handle handle, String owner) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_block WHERE owner = :owner")
                .bind("owner", owner)
                .map(BlockStore::block)
                .list();
    }

    /** Somebody's blocks after a key, the newest first. */
    List<Block> list(Handle handle, String owner, ListKey after, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_block
                        WHERE owner = :owner AND (created_at < :at OR (created_at = :at AND id < :id))
                        ORDER BY created_at DESC, id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("owner", owner)
                .bind("at", after.at())
                .bind("id", after.id())
                .bind("limit", limit)
                .map(BlockStore::block)
                .list();
    }

    /** Those of the people who block one of these JIDs. */
    List<String> blockersAmong(Handle handle, List<String> blocked, Collection<String> people) {
        return handle.createQuery("""
                        SELECT DISTINCT owner FROM hearth_block WHERE blocked IN (<blocked>) AND owner IN (<people>)
                        """)
                .bindList("blocked", blocked)
                .bindList("people", List.copyOf(people))
                .mapTo(String.class)
                .list();
    }

    /** All who block that JID. */
    List<String> blockers(Handle handle, String blocked) {
        return handle.createQuery("SELECT owner FROM hearth_block WHERE blocked = :blocked")
                .bind("blocked", blocked)
                .mapTo(String.class)
                .list();
    }

    boolean isEmpty(Handle handle) {
        return handle.createQuery("SELECT owner FROM hearth_block FETCH FIRST 1 ROWS ONLY")
                .mapTo(String.class)
                .findOne()
                .isEmpty();
    }

    void insert(Handle handle, Block block) {
        handle.createUpdate("""
                        INSERT INTO hearth_block (owner, blocked, id, created_at)
                        VALUES (:owner, :blocked, :id, :created)
                        """)
                .bind("owner", block.owner())
                .bind("blocked", block.blocked())
                .bind("id", block.id())
                .bind("created", block.createdAt().toEpochMilli())
                .execute();
    }

    void delete(Handle handle, Block block) {
        handle.createUpdate("DELETE FROM hearth_block WHERE owner = :owner AND blocked = :blocked")
                .bind("owner", block.owner())
                .bind("blocked", block.blocked())
                .execute();
    }

    int deleteOf(Handle handle, String owner) {
        return handle.createUpdate("DELETE FROM hearth_block WHERE owner = :owner")
                .bind("owner", owner)
                .execute();
    }

    private static Block block(ResultSet row, StatementContext context) throws SQLException {
        return new Block(
                row.getString("id"),
                row.getString("owner"),
                row.getString("blocked"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
