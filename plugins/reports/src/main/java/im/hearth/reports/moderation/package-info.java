/** What moderators do: suspensions, messages that are taken away, and the log of all of it. */
@NullMarked
package im.hearth.reports.moderation;

import org.jspecify.annotations.NullMarked;
