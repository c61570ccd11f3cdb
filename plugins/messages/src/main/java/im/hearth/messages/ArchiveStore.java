package im.hearth.messages;

import im.hearth.core.db.CommitClock;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Adds to the table hearth_message, with ids of the house's clock. */
public final class ArchiveStore {
    private static final String INSERT = """
            INSERT INTO hearth_message (id, kind, sender, receiver, conversation, origin_id, stanza, body, reply_to,
                                        read_at, unread_by, hidden)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** A draft, and in whose archive it is. */
    record Entry(Draft draft, Kept kept) {}

    private final CommitClock clock = new CommitClock();

    /** Gives out ids; see {@link CommitClock#allot}. */
    long allot(Handle handle, int count, long now) {
        return clock.allot(handle, count, now);
    }

    /** Waits until no other transaction holds ids that are not committed yet. */
    int awaitOthers(Handle handle) {
        return clock.awaitOthers(handle);
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
