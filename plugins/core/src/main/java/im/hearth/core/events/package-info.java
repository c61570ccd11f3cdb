/** Facts, published after the commit that made them true. */
@NullMarked
package im.hearth.core.events;

import org.jspecify.annotations.NullMarked;
