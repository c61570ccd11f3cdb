package im.hearth.push;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What an operator can set of notifications and pushes. */
public final class PushSettings {
    /** How many devices an account may have. */
    public static final Setting<Integer> DEVICES_PER_ACCOUNT =
            Setting.number("hearth.push.devices-per-account", 20, 1, 1_000);

    /** How long notifications are kept. */
    public static final Setting<Duration> RETENTION = Setting.duration("hearth.push.retention", Duration.ofDays(30));

    /** How many pushes of a platform a node sends at once. */
    public static final Setting<Integer> WORKERS = Setting.number("hearth.push.workers", 16, 1, 256);

    private PushSettings() {}
}
