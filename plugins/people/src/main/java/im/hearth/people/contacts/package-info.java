/** Which of the numbers in somebody's phone are here. */
@NullMarked
package im.hearth.people.contacts;

import org.jspecify.annotations.NullMarked;
