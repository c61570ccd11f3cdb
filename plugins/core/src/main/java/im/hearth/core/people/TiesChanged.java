package im.hearth.core.people;

import im.hearth.core.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to somebody else, or shows of themselves, may be another thing now: what it is, {@link Ties} know when this
 * is published. A friendship has begun or ended, one has blocked the other or does so no more, one has left a group, or
 * changed to whom they show what.
 *
 * @param person a username
 * @param other a username, or the bare JID of the room of the group that the person has left; null for anybody
 */
public record TiesChanged(String person, @Nullable String other) implements Event {}
