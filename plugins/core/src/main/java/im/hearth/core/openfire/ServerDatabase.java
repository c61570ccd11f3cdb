package im.hearth.core.openfire;

import im.hearth.core.db.ConnectionSource;
import im.hearth.core.db.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import org.jivesoftware.database.DbConnectionManager;

/** The server's own database and its pool of connections. */
public final class ServerDatabase implements ConnectionSource {
    @Override
    public Connection open() throws SQLException {
        return DbConnectionManager.getConnection();
    }

    /**
     * Which database it is.
     *
     * @throws IllegalStateException for one that Hearth has no schema for
     */
    public Dialect dialect() {
        return switch (DbConnectionManager.getDatabaseType().name()) {
            case "postgresql" -> Dialect.POSTGRESQL;
            case "hsqldb" -> Dialect.HSQLDB;
            default ->
                throw new IllegalStateException(
                        "Hearth runs on PostgreSQL, or on the embedded HSQLDB for trying it; this server has "
                                + DbConnectionManager.getDatabaseType());
        };
    }
}
