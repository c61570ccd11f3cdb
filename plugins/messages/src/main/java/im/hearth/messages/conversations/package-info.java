/** The list of conversations of all kinds, its settings, and the conversations between two people. */
@NullMarked
package im.hearth.messages.conversations;

import org.jspecify.annotations.NullMarked;
