/** Phone numbers: any readable form in, E.164 inside. */
@NullMarked
package im.hearth.core.numbers;

import org.jspecify.annotations.NullMarked;
