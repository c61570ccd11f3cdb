/** Where people are: one place a person, shared with chosen people and groups until it ends. */
@NullMarked
package im.hearth.location;

import org.jspecify.annotations.NullMarked;
