/** Tests of codes. */
@NullMarked
package im.hearth.phoneauth.codes;

import org.jspecify.annotations.NullMarked;
