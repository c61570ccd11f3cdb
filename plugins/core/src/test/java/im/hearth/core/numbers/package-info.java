/** Tests of numbers. */
@NullMarked
package im.hearth.core.numbers;

import org.jspecify.annotations.NullMarked;
