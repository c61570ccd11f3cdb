/** SASL OAUTHBEARER (RFC 7628). */
@NullMarked
package im.hearth.phoneauth.sasl;

import org.jspecify.annotations.NullMarked;
