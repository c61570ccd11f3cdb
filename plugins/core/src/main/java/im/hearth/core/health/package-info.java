/** Whether the parts of the server can do their work. */
@NullMarked
package im.hearth.core.health;

import org.jspecify.annotations.NullMarked;
