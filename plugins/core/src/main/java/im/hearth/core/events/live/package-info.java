/** What people who are connected see as it happens, and what they missed while they were not. */
@NullMarked
package im.hearth.core.events.live;

import org.jspecify.annotations.NullMarked;
