@NullMarked
package im.hearth.media.image;

import org.jspecify.annotations.NullMarked;
