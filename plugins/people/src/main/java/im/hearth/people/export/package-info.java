/** A person's own copy of all that the server knows of them. */
@NullMarked
package im.hearth.people.export;

import org.jspecify.annotations.NullMarked;
