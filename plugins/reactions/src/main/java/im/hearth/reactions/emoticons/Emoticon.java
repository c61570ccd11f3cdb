package im.hearth.reactions.emoticons;

import java.time.Instant;

/**
 * An emoticon of a person's.
 *
 * @param owner the username
 * @param shortcut with its colons; nobody has one twice
 * @param picture the id of its file
 */
public record Emoticon(long id, String owner, String shortcut, String picture, Instant createdAt) {}
