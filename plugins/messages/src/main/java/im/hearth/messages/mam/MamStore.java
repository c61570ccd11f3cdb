package im.hearth.messages.mam;

import im.hearth.core.db.Dialect;
import im.hearth.messages.IndexWalk;
import im.hearth.messages.Kept;
import im.hearth.messages.MessageStore;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the table hearth_message, for MAM. Each walks along an index and stops at its limit, so that a page of a long
 * archive costs what a page of a short one does; an archive is two walks, for what its owner sent and what they got.
 */
public final class MamStore {
    private final String allUp;
    private final String allDown;
    private final String talkUp;
    private final String talkDown;
    private final String authorUp;
    private final String authorDown;
    private final String countAll;
    private final String countTalk;
    private final String countAuthor;

    public MamStore(Dialect dialect) {
        IndexWalk walk = new IndexWalk(dialect);
        String sent =
                "FROM hearth_message s WHERE " + Kept.bySender("s") + " AND " + walk.between("s", "sender", "owner");
        String got = "FROM hearth_message r WHERE r.sender <> :owner AND " + Kept.byReceiver("r") + " AND "
                + walk.between("r", "receiver", "owner");
        String talk = "FROM hearth_message m WHERE " + walk.between("m", "conversation", "conversation") + " AND "
                + Kept.by("m", ":owner");
        // What is said in a room, its author says to the room: an index has it by author.
        String said = "FROM hearth_message m WHERE m.receiver = :owner AND " + Kept.byReceiver("m") + " AND "
                + walk.between("m", "sender", "author");
        allUp = all(sent, got, "ASC");
        allDown = all(sent, got, "DESC");
        talkUp = one(talk, "conversation", "ASC");
        talkDown = one(talk, "conversation", "DESC");
        authorUp = one(said, "sender", "ASC");
        authorDown = one(said, "sender", "DESC");
        countAll = "SELECT SUM(n) FROM ((SELECT COUNT(*) AS n " + sent + ") UNION ALL (SELECT COUNT(*) AS n " + got
                + ")) counted";
        countTalk = "SELECT COUNT(*) " + talk;
        countAuthor = "SELECT COUNT(*) " + said;
    }

    private static String all(String sent, String got, String order) {
        return """
                SELECT m.id, m.stanza FROM (
                 (SELECT s.id %1$s ORDER BY s.sender %3$s, s.id %3$s FETCH FIRST :limit ROWS ONLY)
                 UNION ALL
                 (SELECT r.id %2$s ORDER BY r.receiver %3$s, r.id %3$s FETCH FIRST :limit ROWS ONLY)
                ) found CROSS JOIN LATERAL (%4$s) m
                ORDER BY m.id %3$s FETCH FIRST :limit ROWS ONLY
                """.formatted(sent, got, order, MessageStore.found("m.id, m.stanza"));
    }

    private static String one(String rows, String column, String order) {
        return """
                SELECT m.id, m.stanza %1$s ORDER BY m.%2$s %3$s, m.id %3$s FETCH FIRST :limit ROWS ONLY
                """.formatted(rows, column, order);
    }

    /** The first stanzas of the range, in their order. */
    List<ArchivedStanza> first(Handle handle, MamRange range, int limit) {
        return page(handle, pick(range, allUp, talkUp, authorUp), range, limit);
    }

    /** The last stanzas of the range, the very last first. */
    List<ArchivedStanza> last(Handle handle, MamRange range, int limit) {
        return page(handle, pick(range, allDown, talkDown, authorDown), range, limit);
    }

    private static String pick(MamRange range, String all, String talk, String author) {
        if (range.author() != null) {
            return author;
        }
        return range.conversation() == null ? all : talk;
    }

    private static List<ArchivedStanza> page(Handle handle, String sql, MamRange range, int limit) {
        Query query = handle.createQuery(sql).bind("limit", limit);
        return bind(query, range)
                .map((row, context) -> new ArchivedStanza(row.getLong("id"), row.getString("stanza")))
                .list();
    }

    /** How many stanzas the range has. */
    long count(Handle handle, MamRange range) {
        Query query = handle.createQuery(pick(range, countAll, countTalk, countAuthor));
        return bind(query, range).mapTo(Long.class).one();
    }

    /** Of which conversation a stanza is, and who sent it. */
    record Filed(String conversation, String sender) {
        boolean isIn(MamRange range) {
            return (range.conversation() == null || conversation.equals(range.conversation()))
                    && (range.author() == null || sender.equals(range.author()));
        }
    }

    /** Where a stanza of the owner's is; empty if the owner's archive has none of that id. */
    Optional<Filed> filed(Handle handle, String owner, long id) {
        return handle.createQuery("""
                        SELECT conversation, sender FROM hearth_message
                        WHERE id = :id
                          AND ((sender = :owner AND hidden IN (0, 2, 4)) OR (receiver = :owner AND hidden IN (0, 1)))
                        """)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, context) -> new Filed(row.getString("conversation"), row.getString("sender")))
                .findOne();
    }

    /** The stanzas of these ids, in their order. */
    List<ArchivedStanza> stanzas(Handle handle, List<Long> ids) {
        return handle.createQuery("SELECT id, stanza FROM hearth_message WHERE id IN (<ids>) ORDER BY id")
                .bindList("ids", ids)
                .map((row, context) -> new ArchivedStanza(row.getLong("id"), row.getString("stanza")))
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, MamRange range) {
        @Nullable String conversation = range.conversation();
        if (conversation != null) {
            statement.bind("conversation", conversation);
        }
        @Nullable String author = range.author();
        if (author != null) {
            statement.bind("author", author);
        }
        return statement
                .bind("owner", range.owner())
                .bind("after", range.after())
                .bind("before", range.before());
    }
}
