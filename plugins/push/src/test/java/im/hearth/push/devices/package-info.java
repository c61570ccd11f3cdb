@NullMarked
package im.hearth.push.devices;

import org.jspecify.annotations.NullMarked;
