package im.hearth.polls;

import im.hearth.core.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a poll shows changed.
 *
 * @param voter the bare JID of the only one who sees that; null for everybody who sees the poll
 */
record PollChanged(long poll, @Nullable String voter) implements Event {}
