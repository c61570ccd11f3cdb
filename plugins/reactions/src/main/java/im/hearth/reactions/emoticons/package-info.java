/** People's own emoticons. */
@NullMarked
package im.hearth.reactions.emoticons;

import org.jspecify.annotations.NullMarked;
