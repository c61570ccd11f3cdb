package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.time.Clock;
import java.time.Duration;

/**
 * Whether an account has been silent for so long that its number may be somebody else's by now: networks give numbers
 * away again, the soonest after some weeks.
 */
public final class Silence {
    /** After what time without use an account loses its number to whoever registers it. */
    public static final Setting<Duration> RECYCLE_AFTER =
            Setting.duration("hearth.phone-auth.recycle-after", Duration.ofDays(28));

    private final ClientSessions streams;
    private final Settings settings;
    private final Clock clock;

    public Silence(ClientSessions streams, Settings settings, Clock clock) {
        this.streams = streams;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether the account has been silent for too long. Somebody who is connected now is not. */
    boolean isLong(Account account) {
        return account.lastUsedAt().plus(settings.get(RECYCLE_AFTER)).isBefore(clock.instant())
                && streams.resources(account.username()).isEmpty();
    }
}
