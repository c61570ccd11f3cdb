/** Tests of limits. */
@NullMarked
package im.hearth.phoneauth.limits;

import org.jspecify.annotations.NullMarked;
