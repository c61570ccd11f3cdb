package im.hearth.polls;

import im.hearth.core.events.Event;

/** Votes were cast in this transaction, at whose end they are written. */
record VotesCast() implements Event {}
