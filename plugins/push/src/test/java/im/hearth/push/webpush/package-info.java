/** Tests. */
@NullMarked
package im.hearth.push.webpush;

import org.jspecify.annotations.NullMarked;
