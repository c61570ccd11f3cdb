/** What all kinds of conversations have in common: those between people, and those of groups. */
@NullMarked
package im.hearth.core.conversations;

import org.jspecify.annotations.NullMarked;
