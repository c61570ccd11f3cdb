package im.hearth.reactions.emoticons;

/**
 * Somebody's emoticon, as words name it.
 *
 * @param owner the username
 * @param shortcut with its colons
 */
public record Pictured(String owner, String shortcut) {}
