package im.hearth.rest;

import im.hearth.core.db.Database;
import im.hearth.core.health.Condition;
import im.hearth.core.health.HealthChecks;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether the server can do its work; asked for often, found out once a second. */
final class Health {
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final String DATABASE = "database";

    /**
     * How it is.
     *
     * @param conditions of the parts, by name
     * @param problem why nothing can be done; null where something can
     */
    private record State(
            SortedMap<String, Condition> conditions,
            @Nullable Problem problem) {}

    private final Fresh<State> state;

    Health(Database database, HealthStore store, HealthChecks checks, Clock clock) {
        state = new Fresh<>(KEPT, clock, () -> check(database, store, checks));
    }

    /**
     * How each part is, by name.
     *
     * @throws Problem of kind UNAVAILABLE if the database is away
     */
    SortedMap<String, Condition> check() {
        State now = state.get();
        if (now.problem() != null) {
            throw now.problem();
        }
        return now.conditions();
    }

    private static State check(Database database, HealthStore store, HealthChecks checks) {
        try {
            database.read(store::ping);
            SortedMap<String, Condition> conditions = new TreeMap<>(checks.look());
            conditions.put(DATABASE, Condition.OK);
            return new State(Collections.unmodifiableSortedMap(conditions), null);
        } catch (Problem e) {
            return new State(Collections.emptySortedMap(), e);
        }
    }
}
