/** Reactions to messages (XEP-0444). */
@NullMarked
package im.hearth.reactions;

import org.jspecify.annotations.NullMarked;
