package im.hearth.people.blocks;

import java.time.Instant;

/**
 * That somebody blocks somebody.
 *
 * @param owner who blocks: a username
 * @param blocked a bare JID; clients may block a whole domain, or one resource, too
 */
public record Block(String id, String owner, String blocked, Instant createdAt) {}
