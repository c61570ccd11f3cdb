package im.hearth.people.friends;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What an operator can set about friendships. */
public final class FriendSettings {
    /** How many people somebody may ask a day. */
    public static final Setting<Integer> REQUESTS_PER_DAY =
            Setting.number("hearth.people.friend-requests-per-day", 50, 1, 100_000);

    /** How long the requests of somebody who was refused do not come back. */
    public static final Setting<Duration> REFUSAL =
            Setting.duration("hearth.people.friend-refusal", Duration.ofHours(24));

    private FriendSettings() {}
}
