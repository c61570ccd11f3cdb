package im.hearth.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jivesoftware.database.ConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's connections to the database.
 *
 * <p>Not Openfire 4.2.0's own pool: that one refuses at its limit where this one waits, and needs the inside of
 * java.lang opened. The pool of Openfire 5 waits too, so code sees the same on both engines.
 */
public final class ConnectionPool implements ConnectionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** Half of the connections that a PostgreSQL allows as it comes (max_connections = 100). */
    private static final int MOST = 50;

    private static final int IDLE = 8;

    /** How long a caller waits for a connection; the server asks again ten times before it gives up. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final DatabaseAddress address;
    private final Runnable onDestroyed;
    private final HikariDataSource pool;

    /** @param onDestroyed called once the last connection is closed: the end of the server's own shutdown */
    ConnectionPool(DatabaseAddress address, Runnable onDestroyed) {
        this.address = address;
        this.onDestroyed = onDestroyed;
        HikariConfig config = new HikariConfig();
        config.setPoolName("hearth");
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(MOST);
        config.setMinimumIdle(IDLE);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(Duration.ofSeconds(2).toMillis());
        // The address was tried before: from here on a database that is away is waited for, not fatal.
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    /**
     * Connects once, outside of any pool.
     *
     * @throws Refusal when the database cannot be reached or refuses the user
     */
    static Connection connectOnce(DatabaseAddress address) {
        try {
            return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        } catch (SQLException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            LOG.error("No connection to {}", address, e);
            throw new Refusal("The database at " + address.jdbcUrl().replaceAll("[;?].*", "") + " cannot be used: "
                    + reason + " Start it, or correct --db.");
        }
    }

    @Override
    public boolean isPooled() {
        return true;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void start() {}

    @Override
    public void restart() {}

    @Override
    public void destroy() {
        if (pool.isClosed()) {
            return;
        }
        if (address.kind() == DatabaseAddress.Kind.HSQLDB) {
            shutDownHsqldb();
        }
        pool.close();
        onDestroyed.run();
    }

    /** Folds the log into the data file, so that the next start has nothing to replay. */
    private void shutDownHsqldb() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // Nothing is lost: every commit is in the log, which the next start replays.
            LOG.warn("The database was not shut down", e);
        }
    }
}
