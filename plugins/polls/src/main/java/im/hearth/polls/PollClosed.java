package im.hearth.polls;

import im.hearth.core.events.Event;

/** A poll was closed, by its creator or by its deadline: the counts are final. */
public record PollClosed(Poll poll) implements Event {}
