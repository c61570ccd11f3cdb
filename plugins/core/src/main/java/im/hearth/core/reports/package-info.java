/** What features must know of what people report to the moderators. */
@NullMarked
package im.hearth.core.reports;

import org.jspecify.annotations.NullMarked;
