/** Pushes to the push services of XMPP apps (XEP-0357). */
@NullMarked
package im.hearth.push.xmpp;

import org.jspecify.annotations.NullMarked;
