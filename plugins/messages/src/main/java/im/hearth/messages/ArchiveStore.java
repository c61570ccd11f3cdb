package im.hearth.messages;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Writes to the tables hearth_archive_clock (one row: the last id that was given) and hearth_message. */
public final class ArchiveStore {
    private static final String INSERT = """
            INSERT INTO hearth_message (id, kind, sender, receiver, conversation, origin_id, stanza, body, reply_to,
                                        read_at, unread_by, hidden)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** A draft, and in whose archive it is. */
    record Entry(Draft draft, Kept kept) {}

    /**
     * Gives out that many ids in a row and answers the first. The clock's row stays locked until the transaction ends, on
     * all nodes: so ids are committed in their order, and whoever has read up to an id has missed none before it.
     *
     * @param now the id that the time asks for; the ids are greater than it and than all given before
     */
    long allot(Handle handle, int count, long now) {
        handle.createUpdate("UPDATE hearth_archive_clock SET last_id = GREATEST(last_id, :now) + :count")
                .bind("now", now)
                .bind("count", (long) count)
                .execute();
        long last = handle.createQuery("SELECT last_id FROM hearth_archive_clock")
                .mapTo(Long.class)
                .one();
        return last - count + 1;
    }

    /** Waits until no other transaction holds ids that are not committed yet. */
    int awaitOthers(Handle handle) {
        return handle.execute("UPDATE hearth_archive_clock SET last_id = last_id");
    }

    /** Inserts the drafts under consecutive ids, in one batch. */
    void insert(Handle handle, List<Entry> entries, long firstId) {
        // JDBC itself: this is the one hot statement of the house, and binding by name costs as much as the insert.
        try (PreparedStatement statement = handle.getConnection().prepareStatement(INSERT)) {
            long id = firstId;
            for (Entry entry : entries) {
                bind(statement, entry.draft(), id++);
                statement.setInt(12, entry.kept().code());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Archiving failed", e, null);
        }
    }

    private static void bind(PreparedStatement statement, Draft draft, long id) throws SQLException {
        boolean message = draft.kind() == MessageKind.MESSAGE;
        statement.setLong(1, id);
        statement.setInt(2, draft.kind().code());
        statement.setString(3, draft.sender());
        statement.setString(4, draft.receiver());
        statement.setString(5, draft.conversation());
        statement.setString(6, draft.originId());
        statement.setString(7, draft.stanza());
        statement.setString(8, message ? draft.body() : null);
        statement.setObject(9, draft.replyTo(), Types.BIGINT);
        // A note to oneself is read as soon as it is written.
        boolean readAtOnce = message && draft.sender().equals(draft.receiver());
        statement.setObject(10, readAtOnce ? MessageId.time(id).toEpochMilli() : null, Types.BIGINT);
        statement.setString(11, message && draft.receiverReads() ? draft.receiver() : null);
    }

    /** Whether a row with that id is there. */
    boolean exists(Handle handle, long id) {
        return handle.createQuery("SELECT 1 FROM hearth_message WHERE id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
