/** The one interceptor of stanzas, and the way into the server's router. */
@NullMarked
package im.hearth.core.stanza;

import org.jspecify.annotations.NullMarked;
