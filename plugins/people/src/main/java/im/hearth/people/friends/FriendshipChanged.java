package im.hearth.people.friends;

import im.hearth.core.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to somebody else is another thing now.
 *
 * @param friendship as it is now; as it was, if it has ended
 * @param before null for a new one
 * @param now null for one that has ended
 */
public record FriendshipChanged(
        Friendship friendship,
        @Nullable FriendStatus before,
        @Nullable FriendStatus now) implements Event {}
