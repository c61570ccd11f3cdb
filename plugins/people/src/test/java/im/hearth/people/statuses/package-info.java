@NullMarked
package im.hearth.people.statuses;

import org.jspecify.annotations.NullMarked;
