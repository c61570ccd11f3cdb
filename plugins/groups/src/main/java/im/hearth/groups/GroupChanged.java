package im.hearth.groups;

import im.hearth.core.events.Event;

/**
 * A group has another name, description or picture.
 *
 * @param group as it is now
 * @param actor bare JID of who changed it
 */
public record GroupChanged(Group group, String actor) implements Event {}
