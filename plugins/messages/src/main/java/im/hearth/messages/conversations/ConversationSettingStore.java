package im.hearth.messages.conversations;

import im.hearth.core.conversations.Mutes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_conversation_setting: what somebody has set of a conversation, with a person or a room, by bare JIDs. No
 * row: nothing.
 */
public final class ConversationSettingStore {
    /** Sets both, times in epoch milliseconds. */
    int put(Handle handle, String owner, String with, boolean pinned, @Nullable Long mutedUntil) {
        int updated = handle.createUpdate("""
                        UPDATE hearth_conversation_setting SET pinned = :pinned, muted_until = :muted
                        WHERE owner = :owner AND peer = :peer
                        """)
                .bind("owner", owner)
                .bind("peer", with)
                .bind("pinned", pinned ? 1 : 0)
                .bind("muted", mutedUntil)
                .execute();
        if (updated == 1) {
            return updated;
        }
        return handle.createUpdate("""
                        INSERT INTO hearth_conversation_setting (owner, peer, pinned, muted_until)
                        VALUES (:owner, :peer, :pinned, :muted)
                        """)
                .bind("owner", owner)
                .bind("peer", with)
                .bind("pinned", pinned ? 1 : 0)
                .bind("muted", mutedUntil)
                .execute();
    }

    /** Which conversations of these people with these are muted at that time, in epoch milliseconds. */
    Set<Mutes.Muted> muted(Handle handle, Collection<String> owners, Collection<String> withs, long now) {
        return Set.copyOf(handle.createQuery("""
                        SELECT owner, peer FROM hearth_conversation_setting
                        WHERE owner IN (<owners>) AND peer IN (<withs>) AND muted_until > :now
                        """)
                .bindList("owners", List.copyOf(owners))
                .bindList("withs", List.copyOf(withs))
                .bind("now", now)
                .map((row, context) -> new Mutes.Muted(row.getString("owner"), row.getString("peer")))
                .list());
    }

    /** Forgets all that somebody has set. */
    int forget(Handle handle, String owner) {
        return handle.createUpdate("DELETE FROM hearth_conversation_setting WHERE owner = :owner")
                .bind("owner", owner)
                .execute();
    }
}
