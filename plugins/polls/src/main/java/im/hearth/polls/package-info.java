/** Polls, with the server as the referee. */
@NullMarked
package im.hearth.polls;

import org.jspecify.annotations.NullMarked;
