@NullMarked
package im.hearth.push.xmpp;

import org.jspecify.annotations.NullMarked;
