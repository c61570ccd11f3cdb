package im.hearth.engine;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.spi.ConnectionManagerImpl;
import org.jivesoftware.openfire.spi.ConnectionType;
import org.jivesoftware.util.JiveGlobals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Openfire in this process: from an open data folder to accepted connections. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Options options;
    private final DataFolder folder;
    private final SecureRandom random;
    private final Clock clock;
    private final CountDownLatch databaseClosed = new CountDownLatch(1);

    Engine(Options options, DataFolder folder, SecureRandom random, Clock clock) {
        this.options = options;
        this.folder = folder;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Starts the server and returns when its ports accept and all plugins are loaded.
     *
     * @param adminPassword the administrator's password if this is the first start; empty: a random one
     * @return the administrator's password, if one was made up now
     * @throws Refusal when it cannot start
     */
    Optional<String> start(Optional<String> adminPassword) {
        DatabaseAddress address = options.db().orElseGet(() -> DatabaseAddress.hsqldb(folder.db()));
        Home home = new Home(folder.home(), random);
        PluginFolder plugins = new PluginFolder(folder.home().resolve("plugins"));
        Optional<String> newPassword;
        List<String> installed;
        try {
            newPassword = prepareDatabase(address, adminPassword);
            home.configure(options.ports());
            // The server's globals read their file and the database at the first touch, and once: only now.
            System.setProperty("openfireHome", folder.home().toString());
            JiveGlobals.setHomeDirectory(folder.home().toString());
            DbConnectionManager.setConnectionProvider(new ConnectionPool(address, databaseClosed::countDown));
            home.layKeys(options.domain());
            plugins.install(options.plugins());
            home.layAdminPage();
            installed = plugins.installed();
        } catch (IOException | SQLException | GeneralSecurityException e) {
            throw failure(e);
        }
        XMPPServer server = new XMPPServer();
        if (!server.isStarted()) {
            throw new Refusal("The server did not start; the reason is in " + folder.log() + ".");
        }
        awaitReady(server.getPluginManager(), installed);
        ConnectionManagerImpl connections = (ConnectionManagerImpl) server.getConnectionManager();
        StreamEndFlush.addTo(
                connections.getSocketAcceptor(ConnectionType.SOCKET_C2S, false).getFilterChain());
        return newPassword;
    }

    /** Stops the server: plugins first, the database last. Returns when its files are closed, or after 20 s. */
    void stop() {
        Thread stopping = new Thread(() -> XMPPServer.getInstance().stop(), "hearth-server-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            if (!databaseClosed.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The server took too long to stop; what it had committed is safe");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the administrator's password, if one was made up now */
    private Optional<String> prepareDatabase(DatabaseAddress address, Optional<String> adminPassword)
            throws SQLException, IOException, GeneralSecurityException {
        try (Connection connection = ConnectionPool.connectOnce(address)) {
            boolean first = new Schema(address.kind()).installIfMissing(connection);
            connection.setAutoCommit(false);
            ServerSettings settings = new ServerSettings(connection);
            settings.put(ServerSettings.ofStart(options));
            Optional<String> madeUp = first && adminPassword.isEmpty()
                    ? Optional.of(AdminAccount.randomPassword(random))
                    : Optional.empty();
            if (first) {
                settings.put(ServerSettings.messengerDefaults());
                settings.addConferenceService();
                new AdminAccount(connection, random, clock)
                        .create(adminPassword.or(() -> madeUp).orElseThrow());
            }
            connection.commit();
            return madeUp;
        }
    }

    private void awaitReady(PluginManager manager, List<String> plugins) {
        Instant limit = clock.instant().plus(START_LIMIT);
        while (!manager.isExecuted() || !options.ports().areServed()) {
            if (clock.instant().isAfter(limit)) {
                throw new Refusal("The server is not ready after " + START_LIMIT.toSeconds() + " s; the reason is in "
                        + folder.log() + ".");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refusal("Interrupted while starting.");
            }
        }
        List<String> missing =
                plugins.stream().filter(name -> !manager.isLoaded(name)).toList();
        if (!missing.isEmpty()) {
            throw new Refusal("These plugins did not start: " + String.join(", ", missing) + "; the reason is in "
                    + folder.log() + ".");
        }
    }

    private Refusal failure(Exception e) {
        LOG.info("Preparing {} failed", folder.home(), e);
        return new Refusal(
                "The server could not be prepared (" + e.getMessage() + "); more is in " + folder.log() + ".");
    }
}
