package im.hearth.core.testing;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A fresh database with the schemas of plugins, read as the server reads them when it installs a plugin: an HSQLDB in
 * memory, or a database of a PostgreSQL that all tests of this process share.
 */
public final class TestDatabase implements AutoCloseable {
    private final Dialect dialect;
    private final String url;
    private final Events events = new Events();
    private final Database database;
    // The database is there for as long as somebody is connected to it.
    private final Connection keeper;

    private TestDatabase(Dialect dialect) throws SQLException {
        this.dialect = dialect;
        url = dialect == Dialect.POSTGRESQL
                ? TestPostgres.newDatabase()
                : "jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc";
        database = newNode(events);
        keeper = open();
    }

    /**
     * Makes one on HSQLDB.
     *
     * @param keys the database keys of the plugins whose schemas it has: {@code hearth-core}, and that of the plugin
     *     under test
     */
    public static TestDatabase with(String... keys) {
        return on(Dialect.HSQLDB, keys);
    }

    /** The same on that one. */
    public static TestDatabase on(Dialect dialect, String... keys) {
        try {
            TestDatabase made = new TestDatabase(dialect);
            Schema.makeVersions(made.keeper);
            for (String key : keys) {
                new Schema(key, dialect).install(made.keeper);
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

    /** The same database, as another node has it. */
    public Database newNode(Events published) {
        return new Database(this::open, dialect, published);
    }

    /** A new connection. */
    public Connection open() throws SQLException {
        return dialect == Dialect.POSTGRESQL
                ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, "sa", "");
    }

    /** What the tests have of HSQLDB is gone then; PostgreSQL's goes with its server. */
    @Override
    public void close() {
        try (keeper) {
            if (dialect == Dialect.HSQLDB) {
                Schema.run(keeper, "SHUTDOWN IMMEDIATELY");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
