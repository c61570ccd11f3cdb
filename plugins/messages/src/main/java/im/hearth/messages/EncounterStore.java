package im.hearth.messages;

import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes to the table hearth_conversation: who of this server has ever talked with whom. */
public final class EncounterStore {
    /** Somebody's side of a conversation; bare JIDs. */
    record Side(String owner, String peer, String conversation) {}

    /** Inserts those that are not there. Whoever writes the archive is alone in it, so nobody comes in between. */
    void insert(Handle handle, Collection<Side> sides) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO hearth_conversation (owner, peer, conversation)
                SELECT CAST(:owner AS VARCHAR(2047)), CAST(:peer AS VARCHAR(2047)), CAST(:conversation AS VARCHAR(2400))
                FROM (VALUES (0)) AS one(x)
                WHERE NOT EXISTS (SELECT 1 FROM hearth_conversation WHERE owner = :owner AND peer = :peer)
                """);
        for (Side side : sides) {
            batch.bind("owner", side.owner())
                    .bind("peer", side.peer())
                    .bind("conversation", side.conversation())
                    .add();
        }
        batch.execute();
    }
}
