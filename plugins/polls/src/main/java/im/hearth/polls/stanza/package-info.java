/** Polls on the wire. */
@NullMarked
package im.hearth.polls.stanza;

import org.jspecify.annotations.NullMarked;
