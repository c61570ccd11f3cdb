package im.hearth.reactions;

import java.time.Instant;

/**
 * That somebody reacted to a message.
 *
 * @param message the message's id in the archive
 * @param talk the type of the {@link im.hearth.core.talk.Talk} in which it was said
 * @param username who reacted
 * @param emoji one emoji, or a shortcut of the person's own emoticons with its colons
 */
public record Reaction(long id, long message, String talk, String username, String emoji, Instant at) {}
