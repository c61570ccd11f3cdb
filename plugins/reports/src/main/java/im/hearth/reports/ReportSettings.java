package im.hearth.reports;

import im.hearth.core.settings.Setting;

/** What an operator can set. */
final class ReportSettings {
    /** How many reports a person may make in 24 hours: enough for an evening of spam, too few to flood the moderators. */
    static final Setting<Integer> DAILY = Setting.number("hearth.reports.daily-limit", 20, 1, 10_000);

    private ReportSettings() {}
}
