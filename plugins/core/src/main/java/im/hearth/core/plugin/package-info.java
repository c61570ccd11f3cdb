/** How a feature plugin starts and stops. */
@NullMarked
package im.hearth.core.plugin;

import org.jspecify.annotations.NullMarked;
