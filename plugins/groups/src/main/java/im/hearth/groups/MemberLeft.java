package im.hearth.groups;

import im.hearth.core.events.Event;

/**
 * Somebody is not in a group any more.
 *
 * @param member as they were
 * @param actor bare JID of who removed them; the member's own for who left
 */
public record MemberLeft(Member member, String actor) implements Event {}
