package im.hearth.groups;

import im.hearth.core.events.Event;

/**
 * A member has another role.
 *
 * @param member as they are now
 * @param actor bare JID of who gave it to them, or of who left and left it to them
 */
public record MemberRoleChanged(Member member, String actor) implements Event {}
