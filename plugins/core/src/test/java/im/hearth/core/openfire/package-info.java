@NullMarked
package im.hearth.core.openfire;

import org.jspecify.annotations.NullMarked;
