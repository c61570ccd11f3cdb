/** Tests of sasl. */
@NullMarked
package im.hearth.phoneauth.sasl;

import org.jspecify.annotations.NullMarked;
