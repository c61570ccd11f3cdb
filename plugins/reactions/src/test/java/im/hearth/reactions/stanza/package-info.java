@NullMarked
package im.hearth.reactions.stanza;

import org.jspecify.annotations.NullMarked;
