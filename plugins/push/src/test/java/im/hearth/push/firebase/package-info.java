/** Tests. */
@NullMarked
package im.hearth.push.firebase;

import org.jspecify.annotations.NullMarked;
