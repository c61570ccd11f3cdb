/** Codes that prove that somebody has a phone number. */
@NullMarked
package im.hearth.phoneauth.codes;

import org.jspecify.annotations.NullMarked;
