/** What people report to the moderators, and what becomes of it. */
@NullMarked
package im.hearth.reports;

import org.jspecify.annotations.NullMarked;
