/** Tests of users. */
@NullMarked
package im.hearth.phoneauth.users;

import org.jspecify.annotations.NullMarked;
