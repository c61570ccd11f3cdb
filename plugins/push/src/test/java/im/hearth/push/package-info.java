@NullMarked
package im.hearth.push;

import org.jspecify.annotations.NullMarked;
