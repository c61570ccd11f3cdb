@NullMarked
package im.hearth.messages.stanza;

import org.jspecify.annotations.NullMarked;
