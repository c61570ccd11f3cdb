/** The heart: what every feature plugin stands on. */
@NullMarked
package im.hearth.core;

import org.jspecify.annotations.NullMarked;
