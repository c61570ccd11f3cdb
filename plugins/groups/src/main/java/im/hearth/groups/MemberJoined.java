package im.hearth.groups;

import im.hearth.core.events.Event;

/**
 * Somebody is in a group now.
 *
 * @param actor bare JID of who added them; the member's own for who made the group
 */
public record MemberJoined(Member member, String actor) implements Event {}
