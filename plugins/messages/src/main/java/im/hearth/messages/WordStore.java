package im.hearth.messages;

import im.hearth.core.db.Dialect;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables hearth_message_words and hearth_message_words_mark of PostgreSQL: by which words a message is found, as a
 * vector that also has whom it is from and to, so that one index finds the words in one person's messages. What was said
 * since the mark is not in it yet; who searches reads that as it is. HSQLDB has neither table.
 */
public final class WordStore {
    /** How much of a message is indexed, in characters: a vector cannot hold more than a megabyte. */
    private static final int INDEXED_MOST = 65_536;

    /** The words of a message m. */
    public static final String WORDS = "to_tsvector('simple', LEFT(m.body, " + INDEXED_MOST + "))";

    /** Up to which id messages are indexed. */
    public static final String MARK = "(SELECT last_id FROM hearth_message_words_mark)";

    private static final String TERMS =
            WORDS + " || array_to_tsvector(ARRAY[" + party("m.sender") + ", " + party("m.receiver") + "])";

    private final Dialect dialect;

    public WordStore(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What stands in a message's vector for its sender or its receiver: an address itself may be too long for one. */
    public static String party(String jid) {
        return "'u' || md5(" + jid + ")";
    }

    /** Whether words are indexed here at all. */
    public boolean isThere() {
        return dialect == Dialect.POSTGRESQL;
    }

    /**
     * The query for all words of a text, of which the last one may go on; a text search query of the database. Empty if
     * there are no words in the text, or no index.
     */
    public Optional<String> query(Handle handle, String text) {
        if (!isThere()) {
            return Optional.empty();
        }
        return handle.createQuery("SELECT CAST(plainto_tsquery('simple', :text) AS TEXT)")
                .bind("text", text)
                .mapTo(String.class)
                .findOne()
                .filter(query -> !query.isEmpty())
                .map(query -> query + ":*");
    }

    /**
     * The messages that pass the filter and match the query, the latest first. Each is looked up by itself, until there are
     * enough: left to join as it likes, PostgreSQL walks down the whole archive beside the ids that were found.
     */
    List<ChatMessage> search(Handle handle, MessageFilter filter, String query, int limit) {
        @Nullable String peer = filter.peer();
        var sql = handle.createQuery("""
                        WITH found AS MATERIALIZED (
                         SELECT w.message_id AS id FROM hearth_message_words w
                         WHERE w.words @@ (CAST(%1$s AS TSQUERY) && CAST(:query AS TSQUERY))
                           AND w.message_id > :after AND w.message_id < :before
                         UNION
                         SELECT m.id FROM hearth_message m
                         WHERE (m.sender, m.id) > (:owner, GREATEST(:after, %2$s)) AND (m.sender, m.id) < (:owner, :before)
                           AND %3$s @@ CAST(:query AS TSQUERY)
                         UNION
                         SELECT m.id FROM hearth_message m
                         WHERE (m.receiver, m.id) > (:owner, GREATEST(:after, %2$s))
                           AND (m.receiver, m.id) < (:owner, :before)
                           AND %3$s @@ CAST(:query AS TSQUERY)
                        )
                        SELECT m.* FROM (SELECT id FROM found ORDER BY id DESC) newest CROSS JOIN LATERAL (
                         SELECT %4$s FROM hearth_message m
                         WHERE m.id = newest.id AND m.kind = 0 AND m.retracted_at IS NULL AND %5$s
                         OFFSET 0
                        ) m
                        ORDER BY newest.id DESC FETCH FIRST :limit ROWS ONLY
                        """.formatted(party(":owner"), MARK, WORDS, MessageStore.COLUMNS, scope(filter)))
                .bind("owner", filter.owner())
                .bind("query", query)
                .bind("after", filter.first() - 1)
                .bind("before", filter.before())
                .bind("limit", limit);
        if (peer != null) {
            sql.bind("peer", peer);
        }
        return sql.map(MessageStore::message).list();
    }

    private static String scope(MessageFilter filter) {
        String mine = "((m.sender = :owner AND " + Kept.bySender("m") + ") OR (m.receiver = :owner AND "
                + Kept.byReceiver("m") + "))";
        return switch (filter.scope()) {
            case ALL -> mine;
            case CONVERSATION ->
                mine
                        + " AND ((m.sender = :owner AND m.receiver = :peer) OR (m.sender = :peer AND m.receiver = :owner))";
            case UNREAD -> "m.unread_by = :owner AND " + Kept.byReceiver("m");
            case UNREAD_OF_CONVERSATION -> "m.unread_by = :owner AND m.sender = :peer AND " + Kept.byReceiver("m");
        };
    }

    /** Whether there is anything to index. */
    boolean isBehind(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM hearth_message m WHERE m.id > " + MARK + ")")
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Indexes the next messages after the mark, and moves it.
     *
     * @return how many rows of the archive that were
     */
    int indexNext(Handle handle, int most) {
        // Two nodes take turns: the second one waits here, and goes on from where the first one came to.
        handle.execute("UPDATE hearth_message_words_mark SET last_id = last_id");
        List<Long> next = handle.createQuery("SELECT m.id FROM hearth_message m WHERE m.id > " + MARK
                        + " ORDER BY m.id FETCH FIRST :most ROWS ONLY")
                .bind("most", most)
                .mapTo(Long.class)
                .list();
        if (next.isEmpty()) {
            return 0;
        }
        long last = next.get(next.size() - 1);
        // One that was edited or erased meanwhile is there already, with what is right since.
        handle.createUpdate("INSERT INTO hearth_message_words (message_id, words) SELECT m.id, " + TERMS + """
                         FROM hearth_message m
                        WHERE m.id >= :first AND m.id <= :last AND m.kind = 0 AND m.body IS NOT NULL
                        ON CONFLICT (message_id) DO NOTHING
                        """)
                .bind("first", next.get(0))
                .bind("last", last)
                .execute();
        handle.createUpdate("UPDATE hearth_message_words_mark SET last_id = :last")
                .bind("last", last)
                .execute();
        return next.size();
    }

    /** Follows the words of a message that was edited. */
    int update(Handle handle, long id) {
        return isThere()
                ? handle.createUpdate(
                                "INSERT INTO hearth_message_words (message_id, words) SELECT m.id, " + TERMS + """
                                 FROM hearth_message m WHERE m.id = :id
                                ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words
                                """)
                        .bind("id", id)
                        .execute()
                : 0;
    }

    /** Leaves no word of a message; that it is there keeps whoever indexes it right now from adding them again. */
    int erase(Handle handle, long id) {
        return isThere() ? handle.createUpdate("""
                                INSERT INTO hearth_message_words (message_id, words) VALUES (:id, '')
                                ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words
                                """).bind("id", id).execute() : 0;
    }

    /** Forgets these messages. */
    int delete(Handle handle, Collection<Long> ids) {
        return isThere()
                ? handle.createUpdate("DELETE FROM hearth_message_words WHERE message_id IN (<ids>)")
                        .bindList("ids", List.copyOf(ids))
                        .execute()
                : 0;
    }

    /** Forgets the messages of a conversation that is about to be deleted. */
    int delete(Handle handle, String conversation) {
        return isThere()
                ? handle.createUpdate("""
                                DELETE FROM hearth_message_words
                                WHERE message_id IN (SELECT id FROM hearth_message WHERE conversation = :conversation)
                                """).bind("conversation", conversation).execute()
                : 0;
    }
}
