@NullMarked
package im.hearth.people.profiles;

import org.jspecify.annotations.NullMarked;
