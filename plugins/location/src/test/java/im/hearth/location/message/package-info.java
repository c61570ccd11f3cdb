@NullMarked
package im.hearth.location.message;

import org.jspecify.annotations.NullMarked;
