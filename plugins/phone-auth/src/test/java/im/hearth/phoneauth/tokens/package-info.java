/** Tests of tokens. */
@NullMarked
package im.hearth.phoneauth.tokens;

import org.jspecify.annotations.NullMarked;
