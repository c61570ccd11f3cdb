package im.hearth.messages.conversations;

import im.hearth.core.events.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has pinned or muted a conversation, or no longer.
 *
 * @param owner bare JID of whose list it is in
 * @param with the bare JID of the other one, or of the room
 * @param mutedUntil null for not muted
 */
public record ConversationChanged(
        String owner, String with, boolean pinned, @Nullable Instant mutedUntil) implements Event {}
