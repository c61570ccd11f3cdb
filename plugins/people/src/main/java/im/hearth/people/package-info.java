/** People: who they are to each other, and what they show of themselves. */
@NullMarked
package im.hearth.people;

import org.jspecify.annotations.NullMarked;
