package im.hearth.polls;

/**
 * Something that one can vote for.
 *
 * @param emoji a reaction with it is a vote for it
 */
public record Choice(String emoji, String text) {}
