package im.hearth.core.db;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from: the server's pool, or a test's database. */
@FunctionalInterface
public interface ConnectionSource {
    /**
     * Opens or borrows a connection.
     *
     * @throws SQLException if the database cannot be reached
     */
    Connection open() throws SQLException;
}
