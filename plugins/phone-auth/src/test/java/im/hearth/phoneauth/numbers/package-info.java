/** Tests of numbers. */
@NullMarked
package im.hearth.phoneauth.numbers;

import org.jspecify.annotations.NullMarked;
