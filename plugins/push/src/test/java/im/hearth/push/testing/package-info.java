/** Tests. */
@NullMarked
package im.hearth.push.testing;

import org.jspecify.annotations.NullMarked;
