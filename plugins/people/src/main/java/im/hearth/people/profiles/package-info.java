/** What people say of themselves: name, bio, picture. */
@NullMarked
package im.hearth.people.profiles;

import org.jspecify.annotations.NullMarked;
