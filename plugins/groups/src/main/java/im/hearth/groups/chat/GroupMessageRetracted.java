package im.hearth.groups.chat;

import im.hearth.core.events.Event;
import im.hearth.messages.ChatMessage;

/**
 * Something that was said in a group is gone.
 *
 * @param room the bare JID of the group's room
 * @param actor bare JID of who took it away: its author, or who runs the group
 */
public record GroupMessageRetracted(ChatMessage message, String room, String actor) implements Event {}
