/** The certificate that clients of XMPP see. */
@NullMarked
package im.hearth.core.tls;

import org.jspecify.annotations.NullMarked;
