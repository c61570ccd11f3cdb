@NullMarked
package im.hearth.media;

import org.jspecify.annotations.NullMarked;
