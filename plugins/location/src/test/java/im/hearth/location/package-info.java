@NullMarked
package im.hearth.location;

import org.jspecify.annotations.NullMarked;
