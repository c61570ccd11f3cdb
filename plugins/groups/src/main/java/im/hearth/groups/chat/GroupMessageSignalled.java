package im.hearth.groups.chat;

import im.hearth.core.events.Event;

/**
 * A member sent something about messages of a group, such as a reaction; it is in the archive.
 *
 * @param room bare JID
 * @param id that it has in the archive
 */
public record GroupMessageSignalled(String room, long id) implements Event {}
