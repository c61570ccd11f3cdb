package im.hearth.core.testing;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A fresh HSQLDB in memory with the schemas of plugins, read as the server reads them when it installs a plugin. */
public final class TestDatabase implements AutoCloseable {
    private final String url = "jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc";
    private final Events events = new Events();
    private final Database database = new Database(this::open, Dialect.HSQLDB, events);
    // The database is there for as long as somebody is connected to it.
    private final Connection keeper;

    private TestDatabase() throws SQLException {
        keeper = open();
    }

    /**
     * Makes one.
     *
     * @param keys the database keys of the plugins whose schemas it has: {@code hearth-core}, and that of the plugin
     *     under test
     */
    public static TestDatabase with(String... keys) {
        try {
            TestDatabase made = new TestDatabase();
            Schema.makeVersions(made.keeper);
            for (String key : keys) {
                new Schema(key, Dialect.HSQLDB).install(made.keeper);
            }
            return made;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Database database() {
        return database;
    }

    /** Where {@link #database()} publishes. */
    public Events events() {
        return events;
    }

    /** A new connection, such as for another node's {@code Database}. */
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }

    @Override
    public void close() {
        try (keeper;
                Statement statement = keeper.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
