/** Message archive management, <a href="https://xmpp.org/extensions/xep-0313.html">XEP-0313</a>, with result sets, XEP-0059. */
@NullMarked
package im.hearth.messages.mam;

import org.jspecify.annotations.NullMarked;
