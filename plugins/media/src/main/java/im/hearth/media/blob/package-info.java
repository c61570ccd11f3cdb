/** Where the bytes of files lie: a folder, or a bucket. */
@NullMarked
package im.hearth.media.blob;

import org.jspecify.annotations.NullMarked;
