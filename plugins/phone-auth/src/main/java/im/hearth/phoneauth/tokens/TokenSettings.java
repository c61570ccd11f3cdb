package im.hearth.phoneauth.tokens;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** How long tokens and keys live. */
final class TokenSettings {
    /** How long an access token is good. */
    static final Setting<Duration> ACCESS_LIFETIME =
            Setting.duration("hearth.tokens.access-lifetime", Duration.ofMinutes(15));

    /** How long a refresh token is good; each use gives a new one, so that a session ends after that time of silence. */
    static final Setting<Duration> REFRESH_LIFETIME =
            Setting.duration("hearth.tokens.refresh-lifetime", Duration.ofDays(60));

    /** After what time another key signs. */
    static final Setting<Duration> KEY_LIFETIME = Setting.duration("hearth.tokens.key-lifetime", Duration.ofDays(90));

    private TokenSettings() {}
}
