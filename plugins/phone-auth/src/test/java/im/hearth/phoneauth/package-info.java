/** Tests of phone-auth: its rules on a real database, with phones, a clock and a server's users of their own. */
@NullMarked
package im.hearth.phoneauth;

import org.jspecify.annotations.NullMarked;
