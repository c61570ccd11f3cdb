/** Phone numbers: any readable form in, E.164 inside. */
@NullMarked
package im.hearth.phoneauth.numbers;

import org.jspecify.annotations.NullMarked;
