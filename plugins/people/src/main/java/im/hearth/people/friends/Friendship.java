package im.hearth.people.friends;

import java.time.Instant;

/**
 * A friendship, or a request for one, from the view of one of the two. Both know it by the same id.
 *
 * @param owner whose view it is: a username
 * @param peer the other: a bare JID
 * @param createdAt when somebody asked
 */
public record Friendship(String id, String owner, String peer, FriendStatus status, Instant createdAt) {}
