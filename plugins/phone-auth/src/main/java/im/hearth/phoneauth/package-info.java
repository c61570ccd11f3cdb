/** Registration and login by phone number; tokens; the password. */
@NullMarked
package im.hearth.phoneauth;

import org.jspecify.annotations.NullMarked;
