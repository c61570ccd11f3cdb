package im.hearth.core.testing;

import im.hearth.core.settings.Properties;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Server properties in memory. */
public final class MemoryProperties implements Properties {
    private final Map<String, String> values = new ConcurrentHashMap<>();

    @Override
    public @Nullable String get(String name) {
        return values.get(name);
    }

    @Override
    public void set(String name, String value, boolean secret) {
        values.put(name, value);
    }
}
