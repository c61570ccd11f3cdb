package im.hearth.messages.mam;

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
    private static final String IN_RANGE = " AND %1$s.id > :after AND %1$s.id < :before ";

    private static final String SENT = "FROM hearth_message s WHERE s.sender = :owner" + IN_RANGE.formatted("s");
    private static final String GOT =
            "FROM hearth_message r WHERE r.receiver = :owner AND r.sender <> :owner" + IN_RANGE.formatted("r");
    private static final String TALK =
            "FROM hearth_message m WHERE m.conversation = :conversation" + IN_RANGE.formatted("m");

    private static final String ALL_PAGE = "SELECT m.id, m.stanza FROM hearth_message m JOIN ("
            + "(SELECT s.id " + SENT + "ORDER BY s.sender %1$s, s.id %1$s FETCH FIRST :limit ROWS ONLY)"
            + " UNION ALL "
            + "(SELECT r.id " + GOT + "ORDER BY r.receiver %1$s, r.id %1$s FETCH FIRST :limit ROWS ONLY)"
            + ") found ON found.id = m.id ORDER BY m.id %1$s FETCH FIRST :limit ROWS ONLY";
    private static final String TALK_PAGE =
            "SELECT m.id, m.stanza " + TALK + "ORDER BY m.conversation %1$s, m.id %1$s FETCH FIRST :limit ROWS ONLY";

    private static final String ALL_FIRST_UP = ALL_PAGE.formatted("ASC");
    private static final String ALL_LAST_DOWN = ALL_PAGE.formatted("DESC");
    private static final String TALK_FIRST_UP = TALK_PAGE.formatted("ASC");
    private static final String TALK_LAST_DOWN = TALK_PAGE.formatted("DESC");

    /** The first stanzas of the range, in their order. */
    List<ArchivedStanza> first(Handle handle, MamRange range, int limit) {
        return page(handle, range.conversation() == null ? ALL_FIRST_UP : TALK_FIRST_UP, range, limit);
    }

    /** The last stanzas of the range, the very last first. */
    List<ArchivedStanza> last(Handle handle, MamRange range, int limit) {
        return page(handle, range.conversation() == null ? ALL_LAST_DOWN : TALK_LAST_DOWN, range, limit);
    }

    private static List<ArchivedStanza> page(Handle handle, String sql, MamRange range, int limit) {
        Query query = handle.createQuery(sql).bind("limit", limit);
        return bind(query, range)
                .map((row, context) -> new ArchivedStanza(row.getLong("id"), row.getString("stanza")))
                .list();
    }

    /** How many stanzas the range has. */
    long count(Handle handle, MamRange range) {
        Query query = handle.createQuery(
                range.conversation() == null
                        ? "SELECT SUM(n) FROM ((SELECT COUNT(*) AS n " + SENT + ") UNION ALL (SELECT COUNT(*) AS n "
                                + GOT + ")) counted"
                        : "SELECT COUNT(*) " + TALK);
        return bind(query, range).mapTo(Long.class).one();
    }

    /** The conversation of a stanza of the owner's; empty if the owner's archive has none of that id. */
    Optional<String> conversation(Handle handle, String owner, long id) {
        return handle.createQuery("""
                        SELECT conversation FROM hearth_message
                        WHERE id = :id AND (sender = :owner OR receiver = :owner)
                        """)
                .bind("id", id)
                .bind("owner", owner)
                .mapTo(String.class)
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
        if (conversation == null) {
            statement.bind("owner", range.owner());
        } else {
            statement.bind("conversation", conversation);
        }
        return statement.bind("after", range.after()).bind("before", range.before());
    }
}
