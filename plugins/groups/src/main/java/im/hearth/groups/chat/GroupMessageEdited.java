package im.hearth.groups.chat;

import im.hearth.core.events.Event;
import im.hearth.messages.ChatMessage;

/**
 * Something that was said in a group has other words.
 *
 * @param room the bare JID of the group's room
 */
public record GroupMessageEdited(ChatMessage message, String room) implements Event {}
