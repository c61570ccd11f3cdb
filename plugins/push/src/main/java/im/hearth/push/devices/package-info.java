/** Where people are reached while they are away: their devices. */
@NullMarked
package im.hearth.push.devices;

import org.jspecify.annotations.NullMarked;
