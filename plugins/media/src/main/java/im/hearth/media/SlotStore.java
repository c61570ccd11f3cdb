package im.hearth.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table hearth_media_slot; times in epoch milliseconds. */
final class SlotStore {
    int insert(Handle handle, Slot slot) {
        return handle.createUpdate("""
                        INSERT INTO hearth_media_slot (token, media_id, owner, name, mime_type, size, expires_at)
                        VALUES (:token, :media, :owner, :name, :type, :size, :expires)
                        """)
                .bind("token", slot.token())
                .bind("media", slot.mediaId())
                .bind("owner", slot.owner())
                .bind("name", slot.name())
                .bindByType("type", slot.mimeType(), String.class)
                .bind("size", slot.size())
                .bind("expires", slot.expiresAt().toEpochMilli())
                .execute();
    }

    Optional<Slot> find(Handle handle, String token, long now) {
        return handle.createQuery("SELECT * FROM hearth_media_slot WHERE token = :token AND expires_at > :now")
                .bind("token", token)
                .bind("now", now)
                .map(SlotStore::slot)
                .findOne();
    }

    /** How many slots of somebody are open, and when the first of them closes. */
    Open open(Handle handle, String owner, long now) {
        return handle.createQuery("""
                        SELECT COUNT(*) AS slots, COALESCE(MIN(expires_at), :now) AS first_end
                        FROM hearth_media_slot WHERE owner = :owner AND expires_at > :now
                        """)
                .bind("owner", owner)
                .bind("now", now)
                .map((row, context) -> new Open(row.getInt("slots"), Instant.ofEpochMilli(row.getLong("first_end"))))
                .one();
    }

    record Open(int slots, Instant firstEnd) {}

    /** Takes the slot away; false if somebody else did. */
    boolean delete(Handle handle, String token) {
        return handle.createUpdate("DELETE FROM hearth_media_slot WHERE token = :token")
                        .bind("token", token)
                        .execute()
                == 1;
    }

    List<Slot> of(Handle handle, String owner) {
        return handle.createQuery("SELECT * FROM hearth_media_slot WHERE owner = :owner")
                .bind("owner", owner)
                .map(SlotStore::slot)
                .list();
    }

    /** Slots that closed before that time. */
    List<Slot> closed(Handle handle, long before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM hearth_media_slot WHERE expires_at < :before
                        ORDER BY expires_at FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map(SlotStore::slot)
                .list();
    }

    private static Slot slot(ResultSet row, StatementContext context) throws SQLException {
        return new Slot(
                row.getString("token"),
                row.getString("media_id"),
                row.getString("owner"),
                row.getString("name"),
                row.getString("mime_type"),
                row.getLong("size"),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
