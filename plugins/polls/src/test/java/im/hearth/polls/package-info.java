/** Tests of polls. */
@NullMarked
package im.hearth.polls;

import org.jspecify.annotations.NullMarked;
