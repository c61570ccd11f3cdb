package im.hearth.messages;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What an archive does, for those who watch: {@code hearth.messages} by conversation ({@code chat} or {@code groupchat}) and
 * kind, and {@code hearth.archive.commit}, how long its commits take.
 */
public final class ArchiveMeters {
    private final Map<MessageKind, Counter> messages = new EnumMap<>(MessageKind.class);
    private final Timer commits;

    /**
     * Meters.
     *
     * @param conversation the type that its messages have on the wire
     */
    public ArchiveMeters(MeterRegistry meters, String conversation) {
        for (MessageKind kind : MessageKind.values()) {
            messages.put(
                    kind,
                    meters.counter(
                            "hearth.messages",
                            "conversation",
                            conversation,
                            "kind",
                            kind.name().toLowerCase(Locale.ROOT)));
        }
        commits = meters.timer("hearth.archive.commit", "conversation", conversation);
    }

    /** Meters that nobody reads. */
    public static ArchiveMeters none() {
        return new ArchiveMeters(new CompositeMeterRegistry(), "none");
    }

    void committed(List<Draft> drafts, Duration time) {
        commits.record(time);
        drafts.forEach(
                draft -> Objects.requireNonNull(messages.get(draft.kind())).increment());
    }
}
