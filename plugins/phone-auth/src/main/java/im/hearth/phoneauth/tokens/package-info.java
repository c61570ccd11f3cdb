/** Token sessions: access tokens, refresh tokens, and the keys that sign. */
@NullMarked
package im.hearth.phoneauth.tokens;

import org.jspecify.annotations.NullMarked;
