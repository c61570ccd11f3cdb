package im.hearth.core.reports;

import im.hearth.core.events.Event;

/**
 * Somebody has reported something to the moderators.
 *
 * @param id as in {@code /api/reports/}
 */
public record ReportCreated(String id) implements Event {}
