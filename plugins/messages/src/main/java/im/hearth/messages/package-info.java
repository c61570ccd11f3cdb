/** Messages between two people: the archive and the rules, and the doors to them. */
@NullMarked
package im.hearth.messages;

import org.jspecify.annotations.NullMarked;
