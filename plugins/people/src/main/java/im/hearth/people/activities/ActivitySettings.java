package im.hearth.people.activities;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What an operator can set about the log of what happens to accounts. */
public final class ActivitySettings {
    /** How long it is kept. */
    public static final Setting<Duration> KEPT =
            Setting.duration("hearth.people.activities-kept", Duration.ofDays(180));

    private ActivitySettings() {}
}
