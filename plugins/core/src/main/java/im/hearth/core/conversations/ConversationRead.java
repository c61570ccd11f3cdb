package im.hearth.core.conversations;

import im.hearth.core.events.Event;

/**
 * Somebody has read what others wrote to them, up to a message.
 *
 * @param reader bare JID
 * @param with the bare JID of the other one, or of the room
 * @param upTo the id of the last message that was read
 */
public record ConversationRead(String reader, String with, long upTo) implements Event {}
