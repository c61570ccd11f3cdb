package im.hearth.core.reports;

import im.hearth.core.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * A moderator has resolved a report.
 *
 * @param id as in {@code /api/reports/}
 * @param reporter the username of who made it; null for somebody who has left
 * @param resolution what the moderator tells the reporter; null for nothing
 */
public record ReportResolved(
        String id, @Nullable String reporter, @Nullable String resolution) implements Event {}
