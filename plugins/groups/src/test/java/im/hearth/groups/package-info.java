@NullMarked
package im.hearth.groups;

import org.jspecify.annotations.NullMarked;
