package im.hearth.polls;

/**
 * How an option of a poll stands.
 *
 * @param number from 1
 */
public record Count(long poll, int number, Choice choice, int votes) {}
