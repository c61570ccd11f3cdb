/** What features know of a person, for that person. */
@NullMarked
package im.hearth.core.export;

import org.jspecify.annotations.NullMarked;
