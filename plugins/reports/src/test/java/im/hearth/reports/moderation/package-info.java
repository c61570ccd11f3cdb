@NullMarked
package im.hearth.reports.moderation;

import org.jspecify.annotations.NullMarked;
