package im.hearth.core.health;

import im.hearth.core.plugin.Registration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Where features say how their part is. */
public final class HealthChecks {
    private final Map<String, Supplier<Condition>> checks = new ConcurrentHashMap<>();

    /**
     * Brings a check, which anybody may see the outcome of.
     *
     * @param name of the part, such as {@code push_queue}
     * @param check quick, and without a request to a provider; throws Problem of kind UNAVAILABLE if the database is away
     */
    public Registration add(String name, Supplier<Condition> check) {
        checks.put(name, check);
        return () -> checks.remove(name, check);
    }

    /** How each part is now, by name. */
    public SortedMap<String, Condition> look() {
        SortedMap<String, Condition> conditions = new TreeMap<>();
        checks.forEach((name, check) -> conditions.put(name, check.get()));
        return conditions;
    }
}
