package im.hearth.phoneauth.tokens;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was found out within the last seconds, on this node; the oldest goes where there is too much of it. */
final class Recent<K, V> {
    private static final int MOST = 20_000;

    private record Entry<V>(V value, long until) {}

    private final Duration time;
    private final Clock clock;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Entry<V>> eldest) {
            return size() > MOST;
        }
    };

    Recent(Duration time, Clock clock) {
        this.time = time;
        this.clock = clock;
    }

    synchronized Optional<V> get(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null || entry.until() <= clock.millis() ? Optional.empty() : Optional.of(entry.value());
    }

    synchronized void put(K key, V value) {
        entries.remove(key);
        entries.put(key, new Entry<>(value, clock.millis() + time.toMillis()));
    }

    synchronized void remove(K key) {
        entries.remove(key);
    }

    synchronized void clear() {
        entries.clear();
    }
}
