package im.hearth.rest;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is found out anew when what is known of it has become old. */
final class Fresh<T> implements Supplier<T> {
    private record Known<T>(T value, long until) {}

    private final Supplier<T> source;
    private final Clock clock;
    private final long millis;
    private volatile @Nullable Known<T> known;

    Fresh(Duration time, Clock clock, Supplier<T> source) {
        this.source = source;
        this.clock = clock;
        this.millis = time.toMillis();
    }

    @Override
    public T get() {
        Known<T> last = known;
        return last != null && clock.millis() < last.until ? last.value : renew();
    }

    /** One asks, the others wait for that answer. */
    private synchronized T renew() {
        Known<T> last = known;
        if (last == null || clock.millis() >= last.until) {
            last = new Known<>(source.get(), clock.millis() + millis);
            known = last;
        }
        return last.value;
    }
}
