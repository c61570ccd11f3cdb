/** Tests of what people are to each other. */
@NullMarked
package im.hearth.people;

import org.jspecify.annotations.NullMarked;
