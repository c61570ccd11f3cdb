@NullMarked
package im.hearth.reactions;

import org.jspecify.annotations.NullMarked;
