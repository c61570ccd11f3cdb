/** The pushes that wait for their providers. */
@NullMarked
package im.hearth.push.queue;

import org.jspecify.annotations.NullMarked;
