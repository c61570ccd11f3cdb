package im.hearth.messages;

import im.hearth.core.events.Event;
import java.time.Instant;

/**
 * Somebody has read what another one wrote, up to a message.
 *
 * @param reader bare JID
 * @param sender bare JID of who wrote them
 * @param upTo the id of the last message that was read
 * @param count how many were unread before
 * @param archived whether a marker in the archive says so
 */
public record MessagesRead(String reader, String sender, long upTo, Instant at, int count, boolean archived)
        implements Event {}
