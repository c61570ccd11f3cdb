/** The labels that people put on each other. */
@NullMarked
package im.hearth.people.tags;

import org.jspecify.annotations.NullMarked;
