package im.hearth.groups.chat;

import im.hearth.core.events.Event;
import im.hearth.messages.ChatMessage;
import java.util.Set;

/**
 * Something was said in a group; it is in the archive, on its way to those in the room.
 *
 * @param room the bare JID of the group's room
 * @param author bare JID
 * @param mentions the bare JIDs of the members that it mentions
 */
public record GroupMessageSent(ChatMessage message, String room, String author, Set<String> mentions)
        implements Event {}
