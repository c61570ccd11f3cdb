package im.hearth.groups;

import im.hearth.core.conversations.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Where the groups of a member stand in the list of conversations: by the latest message, which is one look into the index
 * of conversations for each group, or by when the member came in.
 */
public final class GroupConversationStore {
    private static final String PLACES = """
            SELECT gm.room AS room, COALESCE(l.id, gm.joined_id) AS latest, COALESCE(s.pinned, 0) AS pinned,
                   s.muted_until AS muted_until
            FROM hearth_group_member gm
            LEFT JOIN LATERAL (
             SELECT m.id AS id FROM hearth_message m WHERE m.conversation = gm.room AND m.kind = 0
             ORDER BY m.conversation DESC, m.id DESC FETCH FIRST 1 ROWS ONLY) l ON 1 = 1
            LEFT JOIN hearth_conversation_setting s ON s.owner = gm.jid AND s.peer = gm.room
            WHERE gm.jid = :jid
            """;

    /** The person's groups after that place in the list, in its order. */
    List<Place> after(Handle handle, String jid, Place place, int limit) {
        return handle.createQuery("SELECT p.* FROM (" + PLACES + """
                        ) p
                        WHERE p.pinned < :pinned OR (p.pinned = :pinned
                          AND (p.latest < :latest OR (p.latest = :latest AND p.room < :room)))
                        ORDER BY p.pinned DESC, p.latest DESC, p.room DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("jid", jid)
                .bind("pinned", place.pinned() ? 1 : 0)
                .bind("latest", place.latest())
                .bind("room", place.with())
                .bind("limit", limit)
                .map(GroupConversationStore::place)
                .list();
    }

    /** The person's group of that room. */
    Optional<Place> find(Handle handle, String jid, String room) {
        return handle.createQuery(PLACES + " AND gm.room = :room")
                .bind("jid", jid)
                .bind("room", room)
                .map(GroupConversationStore::place)
                .findOne();
    }

    private static Place place(ResultSet row, StatementContext context) throws SQLException {
        long until = row.getLong("muted_until");
        Instant mutedUntil = row.wasNull() ? null : Instant.ofEpochMilli(until);
        return new Place(row.getString("room"), row.getLong("latest"), row.getInt("pinned") == 1, mutedUntil);
    }
}
