/** The whole thing, from outside: Smack and HTTP against a started server. */
@NullMarked
package im.hearth.it;

import org.jspecify.annotations.NullMarked;
