/** The ways a code gets to a phone. */
@NullMarked
package im.hearth.phoneauth.sms;

import org.jspecify.annotations.NullMarked;
