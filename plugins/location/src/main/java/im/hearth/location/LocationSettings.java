package im.hearth.location;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What an operator can set about places. */
public final class LocationSettings {
    /** How long a place may be shared at most before it is to be shared anew. */
    public static final Setting<Duration> MAX_DURATION =
            Setting.duration("hearth.location.max-duration", Duration.ofHours(8));

    /** How long a place is kept that a client publishes without saying until when. */
    public static final Setting<Duration> DEFAULT_DURATION =
            Setting.duration("hearth.location.default-duration", Duration.ofHours(1));

    private LocationSettings() {}
}
