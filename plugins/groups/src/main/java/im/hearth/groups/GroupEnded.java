package im.hearth.groups;

import im.hearth.core.events.Event;

/**
 * A group is no more: its last member has left, or an owner has ended it.
 *
 * @param room the bare JID of its room
 */
public record GroupEnded(String room) implements Event {}
