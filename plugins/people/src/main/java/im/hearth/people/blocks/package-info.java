/** Whom people block. */
@NullMarked
package im.hearth.people.blocks;

import org.jspecify.annotations.NullMarked;
