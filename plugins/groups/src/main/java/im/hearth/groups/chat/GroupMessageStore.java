package im.hearth.groups.chat;

import im.hearth.core.db.Dialect;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageStore;
import im.hearth.messages.WordStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What members of groups see of the table hearth_message. Each query walks down the index of conversations for each of
 * the member's groups, and stops at its limit.
 */
public final class GroupMessageStore {
    /** How far unread messages are counted: whoever has more than that does not read the number. */
    static final int UNREAD_MOST = 1_000;

    /** After this id the member has read nothing. */
    private static final String READ = "GREATEST(gm.read_up_to, gm.joined_id)";

    /**
     * What of the rows after {@link #READ} is unread. That they are after it, the walk says: said here once more, PostgreSQL
     * would take it for leave to walk along the primary key, through all that anybody wrote since, for each group.
     */
    private static final String UNREAD = " AND m.sender <> gm.room || '/' || gm.jid AND m.retracted_at IS NULL";

    private final Dialect dialect;

    public GroupMessageStore(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Rows of the member's group between two ids, both left out; see {@link im.hearth.messages.IndexWalk}. */
    private String walk(String after, String before) {
        return allKinds(after, before) + " AND m.kind = 0";
    }

    private String allKinds(String after, String before) {
        return switch (dialect) {
            case POSTGRESQL ->
                "(m.conversation, m.id) > (gm.room, %s) AND (m.conversation, m.id) < (gm.room, %s)"
                        .formatted(after, before);
            case HSQLDB -> "m.conversation = gm.room AND m.id > %s AND m.id < %s".formatted(after, before);
        };
    }

    /**
     * What was said in groups of a member, the latest first.
     *
     * @param room only in that one; null for all
     * @param unread only what others said since the member last read
     * @param after ids are greater
     * @param before ids are less
     */
    List<ChatMessage> list(
            Handle handle, String jid, @Nullable String room, boolean unread, long after, long before, int limit) {
        String sql = """
                SELECT m.* FROM (
                 SELECT l.id AS id FROM hearth_group_member gm CROSS JOIN LATERAL (
                  SELECT m.id AS id FROM hearth_message m WHERE %s %s
                  ORDER BY m.conversation DESC, m.id DESC FETCH FIRST :limit ROWS ONLY) l
                 WHERE gm.jid = :jid %s ORDER BY l.id DESC FETCH FIRST :limit ROWS ONLY
                ) found CROSS JOIN LATERAL (%s) m
                ORDER BY m.id DESC
                """.formatted(
                        walk(unread ? "GREATEST(:after, " + READ + ")" : ":after", ":before"),
                        unread ? UNREAD : "",
                        room == null ? "" : "AND gm.room = :room",
                        MessageStore.found(MessageStore.COLUMNS));
        Query query = handle.createQuery(sql)
                .bind("jid", jid)
                .bind("after", after)
                .bind("before", before)
                .bind("limit", limit);
        if (room != null) {
            query.bind("room", room);
        }
        return query.map(MessageStore::message).list();
    }

    /** The next group, by its room, that somebody is not in any more, and has said something in that is still there. */
    Optional<String> nextLeft(Handle handle, String jid, String after) {
        return handle.createQuery("""
                        SELECT g.room FROM hearth_group g
                        WHERE g.room > :after
                          AND NOT EXISTS (SELECT 1 FROM hearth_group_member gm WHERE gm.room = g.room AND gm.jid = :jid)
                          AND EXISTS (SELECT 1 FROM hearth_message m
                            WHERE m.sender = g.room || '/' || :jid AND m.kind = 0 AND m.retracted_at IS NULL)
                        ORDER BY g.room FETCH FIRST 1 ROWS ONLY
                        """)
                .bind("after", after)
                .bind("jid", jid)
                .mapTo(String.class)
                .findOne();
    }

    /** What somebody has said in a group after an id and not taken back, the oldest first. */
    List<ChatMessage> said(Handle handle, String room, String jid, long after, int limit) {
        return handle.createQuery("SELECT " + MessageStore.COLUMNS + """
                         FROM hearth_message m
                        WHERE m.sender = :sender AND m.id > :after AND m.kind = 0 AND m.retracted_at IS NULL
                        ORDER BY m.sender, m.id FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("sender", Author.of(room, jid))
                .bind("after", after)
                .bind("limit", limit)
                .map(MessageStore::message)
                .list();
    }

    /** What is in the archives of a member's groups between two ids, both left out, the oldest first. */
    List<MessageStore.Row> tail(Handle handle, String jid, long after, long before, int limit) {
        return handle.createQuery("""
                        SELECT m.* FROM (
                         SELECT l.id AS id FROM hearth_group_member gm CROSS JOIN LATERAL (
                          SELECT m.id AS id FROM hearth_message m WHERE %s
                          ORDER BY m.conversation, m.id FETCH FIRST :limit ROWS ONLY) l
                         WHERE gm.jid = :jid ORDER BY l.id FETCH FIRST :limit ROWS ONLY
                        ) found CROSS JOIN LATERAL (%s) m
                        ORDER BY m.id
                        """.formatted(
                                allKinds("GREATEST(:after, gm.joined_id)", ":before"),
                                MessageStore.found(MessageStore.COLUMNS + ", " + MessageStore.SIGNAL)))
                .bind("jid", jid)
                .bind("after", after)
                .bind("before", before)
                .bind("limit", limit)
                .map(MessageStore::row)
                .list();
    }

    /** Which members' groups got something between two ids, both left out, and the last id of each member. */
    Map<String, Long> touched(Handle handle, long after, long before) {
        Map<String, Long> touched = new HashMap<>();
        handle.createQuery("""
                        SELECT gm.jid AS jid, MAX(m.id) AS last_id
                        FROM hearth_message m JOIN hearth_group_member gm ON gm.room = m.conversation
                        WHERE m.id > :after AND m.id < :before GROUP BY gm.jid
                        """)
                .bind("after", after)
                .bind("before", before)
                .map((row, context) -> Map.entry(row.getString("jid"), row.getLong("last_id")))
                .forEach(entry -> touched.put(entry.getKey(), entry.getValue()));
        return touched;
    }

    /**
     * What was said in groups of a member that matches a query of {@link WordStore}, the latest first: as {@link #list}, by
     * the index of words, and along the groups for what is not in it yet.
     */
    List<ChatMessage> search(
            Handle handle,
            String jid,
            @Nullable String room,
            boolean unread,
            String query,
            long after,
            long before,
            int limit) {
        String sql = """
                WITH found AS MATERIALIZED (
                 SELECT w.message_id AS id FROM hearth_message_words w
                 WHERE w.words @@ (CAST((SELECT STRING_AGG(%1$s, ' | ') FROM hearth_group_member gm
                                         WHERE gm.jid = :jid %2$s) AS TSQUERY) && CAST(:query AS TSQUERY))
                   AND w.message_id > :after AND w.message_id < :before
                 UNION
                 SELECT l.id FROM hearth_group_member gm CROSS JOIN LATERAL (
                  SELECT m.id AS id FROM hearth_message m WHERE %3$s AND %4$s @@ CAST(:query AS TSQUERY)) l
                 WHERE gm.jid = :jid %2$s
                )
                SELECT %5$s FROM found JOIN hearth_message m ON m.id = found.id
                 JOIN hearth_group_member gm ON gm.room = m.conversation AND gm.jid = :jid
                WHERE m.kind = 0 AND m.retracted_at IS NULL %2$s %6$s
                ORDER BY m.id DESC FETCH FIRST :limit ROWS ONLY
                """.formatted(
                        WordStore.party("gm.room"),
                        room == null ? "" : "AND gm.room = :room",
                        walk("GREATEST(:after, " + WordStore.MARK + ")", ":before"),
                        WordStore.WORDS,
                        MessageStore.COLUMNS,
                        unread ? " AND m.id > " + READ + UNREAD : "");
        Query found = handle.createQuery(sql)
                .bind("jid", jid)
                .bind("query", query)
                .bind("after", after)
                .bind("before", before)
                .bind("limit", limit);
        if (room != null) {
            found.bind("room", room);
        }
        return found.map(MessageStore::message).list();
    }

    /** The last message of each of these groups of a member, by room. */
    Map<String, ChatMessage> last(Handle handle, String jid, Collection<String> rooms) {
        Map<String, ChatMessage> last = new HashMap<>();
        handle.createQuery("""
                        SELECT m.* FROM (
                         SELECT l.id AS id FROM hearth_group_member gm CROSS JOIN LATERAL (
                          SELECT m.id AS id FROM hearth_message m WHERE %s
                          ORDER BY m.conversation DESC, m.id DESC FETCH FIRST 1 ROWS ONLY) l
                         WHERE gm.jid = :jid AND gm.room IN (<rooms>)
                        ) found CROSS JOIN LATERAL (%s) m
                        """.formatted(
                                walk("0", Long.toString(Long.MAX_VALUE)), MessageStore.found(MessageStore.COLUMNS)))
                .bind("jid", jid)
                .bindList("rooms", List.copyOf(rooms))
                .map(MessageStore::message)
                .forEach(message -> last.put(message.receiver(), message));
        return last;
    }

    /** How many messages of each of these groups the member has not read, up to {@link #UNREAD_MOST}, by room. */
    Map<String, Integer> unread(Handle handle, String jid, Collection<String> rooms) {
        Map<String, Integer> unread = new HashMap<>();
        handle.createQuery("""
                        SELECT gm.room AS room, COUNT(*) AS n FROM hearth_group_member gm CROSS JOIN LATERAL (
                         SELECT m.id AS id FROM hearth_message m WHERE %s %s
                         ORDER BY m.conversation DESC, m.id DESC FETCH FIRST %d ROWS ONLY) l
                        WHERE gm.jid = :jid AND gm.room IN (<rooms>) GROUP BY gm.room
                        """.formatted(walk(READ, Long.toString(Long.MAX_VALUE)), UNREAD, UNREAD_MOST))
                .bind("jid", jid)
                .bindList("rooms", List.copyOf(rooms))
                .map((row, context) -> Map.entry(row.getString("room"), row.getInt("n")))
                .forEach(entry -> unread.put(entry.getKey(), entry.getValue()));
        return unread;
    }

    /** How many messages a member has not read in all groups together, up to {@link #UNREAD_MOST}. */
    int unread(Handle handle, String jid) {
        return handle.createQuery(
                        """
                        SELECT COUNT(*) FROM (
                         SELECT l.id FROM hearth_group_member gm CROSS JOIN LATERAL (
                          SELECT m.id AS id FROM hearth_message m WHERE %s %s
                          ORDER BY m.conversation DESC, m.id DESC FETCH FIRST %d ROWS ONLY) l
                         WHERE gm.jid = :jid FETCH FIRST %d ROWS ONLY) unread
                        """.formatted(walk(READ, Long.toString(Long.MAX_VALUE)), UNREAD, UNREAD_MOST, UNREAD_MOST))
                .bind("jid", jid)
                .mapTo(Integer.class)
                .one();
    }

    /** Which of these rooms are groups of that person. */
    Set<String> roomsOf(Handle handle, String jid, Collection<String> rooms) {
        return Set.copyOf(
                handle.createQuery("SELECT room FROM hearth_group_member WHERE jid = :jid AND room IN (<rooms>)")
                        .bind("jid", jid)
                        .bindList("rooms", List.copyOf(rooms))
                        .mapTo(String.class)
                        .list());
    }

    /**
     * Something that was said in a group.
     *
     * @param sender the archive's address of its author in the room
     * @param body null for nothing
     * @param references the stanza, where it may mention somebody by a reference; null for none
     */
    record News(
            long id,
            String room,
            String sender,
            @Nullable String body,
            @Nullable String references) {}

    /** What was said in groups between two ids, the first left out, the oldest first. */
    List<News> news(Handle handle, long after, long upTo, int limit) {
        return handle.createQuery("""
                        SELECT m.id, m.conversation, m.sender, m.body,
                               CASE WHEN m.stanza LIKE '%urn:xmpp:reference:0%' THEN m.stanza END AS mentioning
                        FROM hearth_message m
                        WHERE m.id > :after AND m.id <= :upTo AND m.kind = 0 AND m.retracted_at IS NULL
                          AND m.sender LIKE '%/%'
                          AND EXISTS (SELECT 1 FROM hearth_group g WHERE g.room = m.conversation)
                        ORDER BY m.id FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map((row, context) -> new News(
                        row.getLong("id"),
                        row.getString("conversation"),
                        row.getString("sender"),
                        row.getString("body"),
                        row.getString("mentioning")))
                .list();
    }

    /** Notes that a member has read up to that id; 0 where they had already. */
    int markRead(Handle handle, String room, String jid, long upTo) {
        return handle.createUpdate("""
                        UPDATE hearth_group_member SET read_up_to = :upTo
                        WHERE room = :room AND jid = :jid AND read_up_to < :upTo
                        """)
                .bind("room", room)
                .bind("jid", jid)
                .bind("upTo", upTo)
                .execute();
    }

    /** Which of these are members. */
    Set<String> members(Handle handle, String room, Collection<String> jids) {
        return Set.copyOf(
                handle.createQuery("SELECT jid FROM hearth_group_member WHERE room = :room AND jid IN (<jids>)")
                        .bind("room", room)
                        .bindList("jids", List.copyOf(jids))
                        .mapTo(String.class)
                        .list());
    }
}
