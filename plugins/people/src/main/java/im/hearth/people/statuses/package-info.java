/** Who is there, since when not, and what they say of it. */
@NullMarked
package im.hearth.people.statuses;

import org.jspecify.annotations.NullMarked;
