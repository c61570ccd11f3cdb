package im.hearth.rest;

import org.jdbi.v3.core.Handle;

/** Asks the database for a sign of life. */
final class HealthStore {
    /** Works on both databases, and needs no table. */
    int ping(Handle handle) {
        return handle.createQuery("VALUES (1)").mapTo(Integer.class).one();
    }
}
