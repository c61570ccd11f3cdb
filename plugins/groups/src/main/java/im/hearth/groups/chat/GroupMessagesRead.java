package im.hearth.groups.chat;

import im.hearth.core.events.Event;
import java.time.Instant;

/**
 * A member has read what was said in a group, up to a message.
 *
 * @param room the bare JID of the group's room
 * @param reader bare JID
 * @param upTo the id of the last message that was read
 */
public record GroupMessagesRead(String room, String reader, long upTo, Instant at) implements Event {}
