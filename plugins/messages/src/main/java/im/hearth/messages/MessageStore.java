package im.hearth.messages;

import im.hearth.core.db.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables hearth_message and hearth_message_version: what was said, and what it said before it was edited. */
public final class MessageStore {
    /** What {@link #message} reads, of the table hearth_message as m. */
    public static final String COLUMNS =
            "m.id, m.kind, m.sender, m.receiver, m.origin_id, m.body, m.reply_to, m.edited_at, m.retracted_at, m.read_at";

    /**
     * A message m by its id, where {@code found} has it, for a lateral join: one look-up for each. Of a plain join, a planner
     * may make a walk along all messages that there are.
     */
    public static String found(String columns) {
        return "SELECT " + columns + " FROM hearth_message m WHERE m.id = found.id FETCH FIRST 1 ROWS ONLY";
    }

    private final IndexWalk walk;
    private final WordStore words;
    private final AsideStore asides = new AsideStore();

    public MessageStore(Dialect dialect) {
        this.walk = new IndexWalk(dialect);
        this.words = new WordStore(dialect);
    }

    /** What messages are to one of the two alone. */
    public AsideStore asides() {
        return asides;
    }

    /** A row, of whatever kind. */
    public Optional<ChatMessage> find(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_message m WHERE m.id = :id")
                .bind("id", id)
                .map(MessageStore::message)
                .findOne();
    }

    /** A message in somebody's archive. */
    Optional<ChatMessage> find(Handle handle, String owner, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_message m WHERE m.id = :id AND m.kind = 0"
                        + " AND (m.sender = :owner OR m.receiver = :owner) AND " + Kept.by("m", ":owner"))
                .bind("id", id)
                .bind("owner", owner)
                .map(MessageStore::message)
                .findOne();
    }

    /** As {@link #find(Handle, long)}, of what somebody may see: not what was kept from them. */
    Optional<ChatMessage> findSeen(Handle handle, long id, String person) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " FROM hearth_message m WHERE m.id = :id AND (m.sender = :person OR "
                                + Kept.seenByReceiver("m") + ")")
                .bind("id", id)
                .bind("person", person)
                .map(MessageStore::message)
                .findOne();
    }

    /** As {@link #findSeen(Handle, long, String)}, of several. */
    List<ChatMessage> findSeen(Handle handle, Collection<Long> ids, String person) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM hearth_message m WHERE m.id IN (<ids>) AND (m.sender = :person OR "
                        + Kept.seenByReceiver("m") + ")")
                .bindList("ids", List.copyOf(ids))
                .bind("person", person)
                .map(MessageStore::message)
                .list();
    }

    /**
     * What was written between two ids, the first left out, to people of this server who have not read it yet, the oldest
     * first.
     */
    List<Unread> unread(Handle handle, long after, long upTo, int limit) {
        return handle.createQuery("""
                        SELECT m.id, m.sender, m.unread_by FROM hearth_message m
                        WHERE m.id > :after AND m.id <= :upTo AND m.unread_by IS NOT NULL AND %s
                        ORDER BY m.id FETCH FIRST :limit ROWS ONLY
                        """.formatted(Kept.seenByReceiver("m")))
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map((row, context) ->
                        new Unread(row.getLong("id"), row.getString("sender"), row.getString("unread_by")))
                .list();
    }

    /** Something that its receiver has not read; both are bare JIDs. */
    record Unread(long id, String sender, String receiver) {}

    /** The latest stanza of a conversation that its sender's client gave that id. */
    Optional<ChatMessage> findByOrigin(Handle handle, String conversation, String originId) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_message m
                        WHERE m.conversation = :conversation AND m.origin_id = :origin
                        ORDER BY m.id DESC FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("conversation", conversation)
                .bind("origin", originId)
                .map(MessageStore::message)
                .findOne();
    }

    /** As {@link #findByOrigin}, of one sender. */
    Optional<ChatMessage> findByOrigin(Handle handle, String conversation, String sender, String originId) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_message m
                        WHERE m.conversation = :conversation AND m.origin_id = :origin AND m.sender = :sender
                        ORDER BY m.id DESC FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("conversation", conversation)
                .bind("origin", originId)
                .bind("sender", sender)
                .map(MessageStore::message)
                .findOne();
    }

    /** The message that the edit with that id gave new words. */
    public Optional<ChatMessage> findByVersion(Handle handle, long versionId) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_message_version v JOIN hearth_message m ON m.id = v.message_id
                        WHERE v.version_id = :version
                        """)
                .bind("version", versionId)
                .map(MessageStore::message)
                .findOne();
    }

    /** The stanza of a row, as it is archived. */
    Optional<String> stanza(Handle handle, long id) {
        return handle.createQuery("SELECT stanza FROM hearth_message WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** Messages of a list, the latest first. */
    List<ChatMessage> list(Handle handle, MessageFilter filter, int limit) {
        Query query = handle.createQuery(sql(filter.scope()));
        switch (filter.scope()) {
            case CONVERSATION ->
                query.bind("conversation", filter.conversation()).bind("owner", filter.owner());
            case UNREAD_OF_CONVERSATION -> query.bind("owner", filter.owner()).bind("peer", filter.peer());
            case UNREAD, ALL -> query.bind("owner", filter.owner());
        }
        return query.bind("after", filter.first() - 1)
                .bind("before", filter.before())
                .bind("limit", limit)
                .map(MessageStore::message)
                .list();
    }

    private String sql(MessageFilter.Scope scope) {
        return switch (scope) {
            case CONVERSATION ->
                "SELECT " + COLUMNS + " FROM hearth_message m WHERE m.kind = 0 AND "
                        + walk.between("m", "conversation", "conversation") + " AND " + Kept.by("m", ":owner")
                        + " ORDER BY m.conversation DESC, m.id DESC FETCH FIRST :limit ROWS ONLY";
            case UNREAD_OF_CONVERSATION ->
                "SELECT " + COLUMNS + " FROM hearth_message m WHERE " + Kept.byReceiver("m") + """
                     AND m.unread_by = :owner AND m.sender = :peer AND m.id > :after AND m.id < :before
                    ORDER BY m.unread_by DESC, m.sender DESC, m.id DESC FETCH FIRST :limit ROWS ONLY
                    """;
            case UNREAD -> "SELECT " + COLUMNS + " FROM hearth_message m WHERE " + Kept.byReceiver("m") + """
                     AND m.unread_by = :owner AND m.id > :after AND m.id < :before
                    ORDER BY m.id DESC FETCH FIRST :limit ROWS ONLY
                    """;
            // Two walks down an index, of which each stops at the limit: never the whole of a long archive.
            case ALL ->
                """
                    SELECT m.* FROM (
                      (SELECT s.id FROM hearth_message s WHERE s.kind = 0 AND s.hidden IN (0, 2, 4) AND %s
                        ORDER BY s.sender DESC, s.id DESC FETCH FIRST :limit ROWS ONLY)
                      UNION ALL
                      (SELECT r.id FROM hearth_message r WHERE r.kind = 0 AND r.hidden IN (0, 1) AND r.sender <> :owner AND %s
                        ORDER BY r.receiver DESC, r.id DESC FETCH FIRST :limit ROWS ONLY)
                    ) found CROSS JOIN LATERAL (%s) m
                    ORDER BY m.id DESC FETCH FIRST :limit ROWS ONLY
                    """.formatted(
                        walk.between("s", "sender", "owner"), walk.between("r", "receiver", "owner"), found(COLUMNS));
        };
    }

    /**
     * A row of somebody's, as it is in the archive.
     *
     * @param stanza the XML of what is about messages; null for one that was said, and for an edit
     */
    public record Row(ChatMessage message, @Nullable String stanza) {}

    /** The last message of a sender in a conversation, up to an id. */
    Optional<ChatMessage> latest(Handle handle, String conversation, String sender, long upTo) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_message m WHERE "
                        + walk.between("m", "conversation", "conversation")
                        + " AND m.kind = 0 AND m.sender = :sender"
                        + " ORDER BY m.conversation DESC, m.id DESC FETCH FIRST 1 ROWS ONLY")
                .bind("conversation", conversation)
                .bind("sender", sender)
                .bind("after", 0L)
                .bind("before", upTo + 1)
                .map(MessageStore::message)
                .findOne();
    }

    /** The column after {@link #COLUMNS} that {@link #row} reads. */
    public static final String SIGNAL = "CASE WHEN m.kind IN (2, 3) THEN m.stanza END AS about";

    /** A row of {@link #COLUMNS} and {@link #SIGNAL}. */
    public static Row row(ResultSet row, StatementContext context) throws SQLException {
        return new Row(message(row, context), row.getString("about"));
    }

    /**
     * What somebody said and got between two ids, both left out, the oldest first.
     *
     * @param cameAt up to this id only what is in their archive
     */
    List<Row> tail(Handle handle, String owner, long after, long before, long cameAt, int limit) {
        return handle.createQuery("""
                        SELECT m.* FROM (
                          (SELECT s.id FROM hearth_message s WHERE %s AND (s.id > :cameAt OR %s)
                            ORDER BY s.sender, s.id FETCH FIRST :limit ROWS ONLY)
                          UNION
                          (SELECT r.id FROM hearth_message r WHERE %s AND %s AND (r.id > :cameAt OR %s)
                            ORDER BY r.receiver, r.id FETCH FIRST :limit ROWS ONLY)
                        ) found CROSS JOIN LATERAL (%s) m
                        ORDER BY m.id FETCH FIRST :limit ROWS ONLY
                        """.formatted(
                                walk.between("s", "sender", "owner"),
                                Kept.bySender("s"),
                                walk.between("r", "receiver", "owner"),
                                Kept.seenByReceiver("r"),
                                Kept.byReceiver("r"),
                                found(COLUMNS + ", " + SIGNAL)))
                .bind("owner", owner)
                .bind("cameAt", cameAt)
                .bind("after", after)
                .bind("before", before)
                .bind("limit", limit)
                .map(MessageStore::row)
                .list();
    }

    /** Whose archives got something between two ids, both left out, and the last id of each. */
    Map<String, Long> touched(Handle handle, long after, long before) {
        Map<String, Long> touched = new HashMap<>();
        handle.createQuery("""
                        SELECT owner, MAX(id) AS last_id FROM (
                          SELECT sender AS owner, id FROM hearth_message WHERE id > :after AND id < :before
                          UNION ALL
                          SELECT receiver AS owner, id FROM hearth_message WHERE id > :after AND id < :before
                        ) rows_of GROUP BY owner
                        """)
                .bind("after", after)
                .bind("before", before)
                .map((row, context) -> Map.entry(row.getString("owner"), row.getLong("last_id")))
                .forEach(entry -> touched.put(entry.getKey(), entry.getValue()));
        return touched;
    }

    /** What a message said, the latest first; empty for one that was never edited. */
    List<MessageVersion> versions(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT version_id, body FROM hearth_message_version
                        WHERE message_id = :id ORDER BY version_id DESC
                        """)
                .bind("id", id)
                .map((row, context) -> new MessageVersion(row.getLong("version_id"), row.getString("body")))
                .list();
    }

    /** Gives a message new words and keeps the ones before; false for one that was taken back. */
    boolean edit(Handle handle, long id, long versionId, String body) {
        handle.createUpdate("""
                        INSERT INTO hearth_message_version (message_id, version_id, body)
                        SELECT id, id, COALESCE(body, '') FROM hearth_message
                        WHERE id = :id AND edited_at IS NULL AND retracted_at IS NULL
                        """).bind("id", id).execute();
        int edited = handle.createUpdate("""
                        UPDATE hearth_message SET body = :body, edited_at = :at
                        WHERE id = :id AND retracted_at IS NULL
                        """)
                .bind("id", id)
                .bind("body", body)
                .bind("at", MessageId.time(versionId).toEpochMilli())
                .execute();
        if (edited == 0) {
            return false;
        }
        handle.createUpdate("""
                        INSERT INTO hearth_message_version (message_id, version_id, body) VALUES (:id, :version, :body)
                        """)
                .bind("id", id)
                .bind("version", versionId)
                .bind("body", body)
                .execute();
        words.update(handle, id);
        return true;
    }

    /** The ids of a message and of the edits of it: all stanzas that hold words of it. */
    List<Long> stanzasOf(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT id FROM hearth_message WHERE id = :id
                        UNION
                        SELECT version_id FROM hearth_message_version WHERE message_id = :id
                        """).bind("id", id).mapTo(Long.class).list();
    }

    /** Leaves of a stanza only that it was there. */
    int erase(Handle handle, long id, String tombstone, long at) {
        return handle.createUpdate("""
                        UPDATE hearth_message
                        SET stanza = :tombstone, body = NULL, retracted_at = :at, unread_by = NULL
                        WHERE id = :id AND retracted_at IS NULL
                        """)
                .bind("id", id)
                .bind("tombstone", tombstone)
                .bind("at", at)
                .execute();
    }

    /** Forgets what a message said before it was edited, and the words by which it is found. */
    int eraseVersions(Handle handle, long id) {
        words.erase(handle, id);
        return handle.createUpdate("DELETE FROM hearth_message_version WHERE message_id = :id")
                .bind("id", id)
                .execute();
    }

    /** Marks as read what the sender wrote to the reader, up to that id; answers how many were unread. */
    int markRead(Handle handle, String reader, String sender, long upTo, long at) {
        return handle.createUpdate("""
                        UPDATE hearth_message SET read_at = :at, unread_by = NULL
                        WHERE unread_by = :reader AND sender = :sender AND id <= :upTo
                        """)
                .bind("reader", reader)
                .bind("sender", sender)
                .bind("upTo", upTo)
                .bind("at", at)
                .execute();
    }

    /** The bare JIDs that somebody wrote to or heard from. */
    List<String> peers(Handle handle, String jid) {
        return handle.createQuery("""
                        SELECT receiver FROM hearth_message WHERE sender = :jid
                        UNION
                        SELECT sender FROM hearth_message WHERE receiver = :jid
                        """).bind("jid", jid).mapTo(String.class).list();
    }

    /** Nobody is left to read these. */
    int forgetUnread(Handle handle, String reader) {
        return handle.createUpdate("UPDATE hearth_message SET unread_by = NULL WHERE unread_by = :reader")
                .bind("reader", reader)
                .execute();
    }

    /** The ids of what was said in a conversation after one of them, in their order. */
    List<Long> said(Handle handle, String conversation, long after, int limit) {
        return handle.createQuery("SELECT m.id FROM hearth_message m WHERE m.kind = 0 AND "
                        + walk.between("m", "conversation", "conversation")
                        + " ORDER BY m.conversation, m.id FETCH FIRST :limit ROWS ONLY")
                .bind("conversation", conversation)
                .bind("after", after)
                .bind("before", Long.MAX_VALUE)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    /** Deletes the rows of a conversation, and that there was one; see {@link Removal}. */
    int deleteConversation(Handle handle, String conversation) {
        words.delete(handle, conversation);
        int space = conversation.indexOf(' ');
        if (space >= 0) {
            handle.createUpdate("""
                            DELETE FROM hearth_conversation
                            WHERE (owner = :one AND peer = :other) OR (owner = :other AND peer = :one)
                            """)
                    .bind("one", conversation.substring(0, space))
                    .bind("other", conversation.substring(space + 1))
                    .execute();
        }
        asides.deleteConversation(handle, conversation);
        handle.createUpdate("""
                        DELETE FROM hearth_message_version
                        WHERE message_id IN (SELECT id FROM hearth_message WHERE conversation = :conversation)
                        """).bind("conversation", conversation).execute();
        return handle.createUpdate("DELETE FROM hearth_message WHERE conversation = :conversation")
                .bind("conversation", conversation)
                .execute();
    }

    /** These rows, of whatever kind, in any order. */
    public List<ChatMessage> find(Handle handle, Collection<Long> ids) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_message m WHERE m.id IN (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map(MessageStore::message)
                .list();
    }

    /** The oldest rows before an id, of whatever kind, the oldest first. */
    List<ChatMessage> oldest(Handle handle, long before, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_message m WHERE m.id < :before ORDER BY m.id FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map(MessageStore::message)
                .list();
    }

    /** The ids of the edits of these messages. */
    List<Long> editsOf(Handle handle, Collection<Long> ids) {
        return handle.createQuery("""
                        SELECT version_id FROM hearth_message_version
                        WHERE message_id IN (<ids>) AND version_id <> message_id
                        """)
                .bindList("ids", List.copyOf(ids))
                .mapTo(Long.class)
                .list();
    }

    /** Deletes these rows, and what the messages among them said before. */
    int delete(Handle handle, Collection<Long> ids) {
        List<Long> gone = List.copyOf(ids);
        words.delete(handle, gone);
        asides.delete(handle, gone);
        handle.createUpdate("DELETE FROM hearth_message_version WHERE message_id IN (<ids>)")
                .bindList("ids", gone)
                .execute();
        return handle.createUpdate("DELETE FROM hearth_message WHERE id IN (<ids>)")
                .bindList("ids", gone)
                .execute();
    }

    /** A row of {@link #COLUMNS}. */
    public static ChatMessage message(ResultSet row, StatementContext context) throws SQLException {
        return new ChatMessage(
                row.getLong("id"),
                MessageKind.of(row.getInt("kind")),
                row.getString("sender"),
                row.getString("receiver"),
                row.getString("origin_id"),
                row.getString("body"),
                number(row, "reply_to"),
                time(row, "edited_at"),
                time(row, "retracted_at"),
                time(row, "read_at"));
    }

    /** Epoch milliseconds as a time; null for none. */
    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
