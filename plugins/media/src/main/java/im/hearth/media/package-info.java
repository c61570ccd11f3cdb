/** Files: taken in, looked at, kept, read, and let go of. */
@NullMarked
package im.hearth.media;

import org.jspecify.annotations.NullMarked;
