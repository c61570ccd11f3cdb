/** Tests of sms. */
@NullMarked
package im.hearth.phoneauth.sms;

import org.jspecify.annotations.NullMarked;
