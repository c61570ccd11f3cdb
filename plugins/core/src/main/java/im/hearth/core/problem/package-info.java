/** What can go wrong for a caller, in the words of both doors. */
@NullMarked
package im.hearth.core.problem;

import org.jspecify.annotations.NullMarked;
