@NullMarked
package im.hearth.people.friends;

import org.jspecify.annotations.NullMarked;
