/** How reactions and emoticons look on the wire. */
@NullMarked
package im.hearth.reactions.stanza;

import org.jspecify.annotations.NullMarked;
