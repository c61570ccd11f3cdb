@NullMarked
package im.hearth.events;

import org.jspecify.annotations.NullMarked;
