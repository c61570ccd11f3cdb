@NullMarked
package im.hearth.people.tags;

import org.jspecify.annotations.NullMarked;
