@NullMarked
package im.hearth.push.queue;

import org.jspecify.annotations.NullMarked;
