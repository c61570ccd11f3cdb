package im.hearth.people.tags;

import java.time.Instant;

/**
 * A label that somebody has put on somebody.
 *
 * @param owner whose label it is, and who alone sees it: a username
 * @param person on whom: a bare JID
 */
public record UserTag(String id, String owner, String person, String tag, Instant createdAt) {}
