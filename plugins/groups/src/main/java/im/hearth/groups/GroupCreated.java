package im.hearth.groups;

import im.hearth.core.events.Event;

/** There is a new group. A {@link MemberJoined} for each of its members follows. */
public record GroupCreated(Group group) implements Event {}
