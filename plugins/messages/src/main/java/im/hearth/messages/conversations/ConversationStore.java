package im.hearth.messages.conversations;

import im.hearth.core.conversations.Place;
import im.hearth.messages.Kept;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads of the table hearth_conversation, which says who talks with whom, and of what was said there. The latest message of
 * each conversation is one look into the index of conversations, however long the conversation is.
 */
public final class ConversationStore {
    /** How far unread messages are counted: whoever has more than that does not read the number. */
    static final int UNREAD_MOST = 1_000;

    // By "equal", other than IndexWalk: for one row, PostgreSQL takes the right index; and it does so once for each
    // conversation, where a subquery in the list of columns would be done for each mention of its column (measured).
    private static final String PLACES = """
            SELECT c.peer AS peer, l.id AS latest, COALESCE(s.pinned, 0) AS pinned, s.muted_until AS muted_until
            FROM hearth_conversation c
            CROSS JOIN LATERAL (
             SELECT m.id AS id FROM hearth_message m WHERE m.conversation = c.conversation AND m.kind = 0 AND %s
             ORDER BY m.conversation DESC, m.id DESC FETCH FIRST 1 ROWS ONLY) l
            LEFT JOIN hearth_conversation_setting s ON s.owner = c.owner AND s.peer = c.peer
            WHERE c.owner = :owner
            """.formatted(Kept.by("m", "c.owner"));

    /** The person's conversations with people after that place in the list, in its order. */
    List<Place> after(Handle handle, String owner, Place place, int limit) {
        return handle.createQuery("SELECT p.* FROM (" + PLACES + """
                        ) p
                        WHERE p.pinned < :pinned OR (p.pinned = :pinned
                          AND (p.latest < :latest OR (p.latest = :latest AND p.peer < :peer)))
                        ORDER BY p.pinned DESC, p.latest DESC, p.peer DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("owner", owner)
                .bind("pinned", place.pinned() ? 1 : 0)
                .bind("latest", place.latest())
                .bind("peer", place.with())
                .bind("limit", limit)
                .map(ConversationStore::place)
                .list();
    }

    /** The person's conversation with that one. */
    Optional<Place> find(Handle handle, String owner, String peer) {
        return handle.createQuery(PLACES + " AND c.peer = :peer")
                .bind("owner", owner)
                .bind("peer", peer)
                .map(ConversationStore::place)
                .findOne();
    }

    /** How many messages of each of these people the person has not read, up to {@link #UNREAD_MOST}. */
    Map<String, Integer> unread(Handle handle, String owner, Collection<String> peers) {
        return unread(handle, owner, peers, Kept.byReceiver("m"));
    }

    /** As {@link #unread(Handle, String, Collection)}, with what the person sees but does not keep. */
    Map<String, Integer> unseen(Handle handle, String owner, Collection<String> peers) {
        return unread(handle, owner, peers, Kept.seenByReceiver("m"));
    }

    private static Map<String, Integer> unread(Handle handle, String owner, Collection<String> peers, String kept) {
        return handle.createQuery("""
                        SELECT c.peer AS peer, COUNT(*) AS n FROM hearth_conversation c CROSS JOIN LATERAL (
                         SELECT m.id AS id FROM hearth_message m
                         WHERE m.unread_by = c.owner AND m.sender = c.peer AND %s FETCH FIRST %d ROWS ONLY) l
                        WHERE c.owner = :owner AND c.peer IN (<peers>) GROUP BY c.peer
                        """.formatted(kept, UNREAD_MOST))
                .bind("owner", owner)
                .bindList("peers", List.copyOf(peers))
                .map((row, context) -> Map.entry(row.getString("peer"), row.getInt("n")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As {@link #unseen(Handle, String, Collection)}, from everybody together. */
    int unseen(Handle handle, String owner) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM (
                         SELECT m.id FROM hearth_message m WHERE m.unread_by = :owner AND %s
                         FETCH FIRST %d ROWS ONLY) unseen
                        """.formatted(Kept.seenByReceiver("m"), UNREAD_MOST))
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    }

    private static Place place(ResultSet row, StatementContext context) throws SQLException {
        long until = row.getLong("muted_until");
        Instant mutedUntil = row.wasNull() ? null : Instant.ofEpochMilli(until);
        return new Place(row.getString("peer"), row.getLong("latest"), row.getInt("pinned") == 1, mutedUntil);
    }
}
