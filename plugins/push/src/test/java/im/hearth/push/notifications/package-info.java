@NullMarked
package im.hearth.push.notifications;

import org.jspecify.annotations.NullMarked;
