/** Tests. */
@NullMarked
package im.hearth.push.send;

import org.jspecify.annotations.NullMarked;
