/** Pictures: their size, their small copies, and what they tell of where they were taken. */
@NullMarked
package im.hearth.media.image;

import org.jspecify.annotations.NullMarked;
