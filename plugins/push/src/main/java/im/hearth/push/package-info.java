/** Notifications, and pushes that wake devices. */
@NullMarked
package im.hearth.push;

import org.jspecify.annotations.NullMarked;
