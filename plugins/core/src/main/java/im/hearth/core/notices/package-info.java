/** What people may be notified of while they are away. */
@NullMarked
package im.hearth.core.notices;

import org.jspecify.annotations.NullMarked;
