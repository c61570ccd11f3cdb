package im.hearth.rest;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Whether the server can do its work; asked for often, found out once a second. */
final class Health {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Fresh<Optional<Problem>> state;

    Health(Database database, HealthStore store, Clock clock) {
        state = new Fresh<>(KEPT, clock, () -> check(database, store));
    }

    /**
     * Returns if all is well.
     *
     * @throws Problem of kind UNAVAILABLE if the database is away
     */
    void check() {
        state.get().ifPresent(problem -> {
            throw problem;
        });
    }

    private static Optional<Problem> check(Database database, HealthStore store) {
        try {
            database.read(store::ping);
            return Optional.empty();
        } catch (Problem e) {
            return Optional.of(e);
        }
    }
}
