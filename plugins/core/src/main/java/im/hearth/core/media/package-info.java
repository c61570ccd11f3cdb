/** Files: what a feature needs to know of them, whoever keeps them. */
@NullMarked
package im.hearth.core.media;

import org.jspecify.annotations.NullMarked;
