/** What people are to each other, as far as other features must know it. */
@NullMarked
package im.hearth.core.people;

import org.jspecify.annotations.NullMarked;
