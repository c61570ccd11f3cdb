package im.hearth.events;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What an operator can set. */
final class EventSettings {
    /** How long events are kept for those who were away; who was away for longer is told to read anew. */
    static final Setting<Duration> RETENTION = Setting.duration("hearth.events.retention", Duration.ofDays(7));

    /** How many streams an account may have open on a node. */
    static final Setting<Integer> PER_ACCOUNT = Setting.number("hearth.events.streams-per-account", 10, 1, 1_000);

    /** How many streams a node serves: each costs a connection and some 10 KiB. */
    static final Setting<Integer> ALL = Setting.number("hearth.events.streams", 5_000, 1, 1_000_000);

    /** How often a stream says something where nothing happens: less than the minute after which proxies hang up. */
    static final Setting<Duration> HEARTBEAT = Setting.duration("hearth.events.heartbeat", Duration.ofSeconds(20));

    /** How long a reader may take for what was sent to it; then it is cut off, and may come again. */
    static final Setting<Duration> STALL = Setting.duration("hearth.events.stall", Duration.ofSeconds(30));

    private EventSettings() {}
}
