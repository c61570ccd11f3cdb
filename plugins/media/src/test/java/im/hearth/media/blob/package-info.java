@NullMarked
package im.hearth.media.blob;

import org.jspecify.annotations.NullMarked;
