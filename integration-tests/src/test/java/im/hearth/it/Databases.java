package im.hearth.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The database of this run: {@code -Dhearth.it.db=hsqldb} (the embedded one) or {@code postgresql}. */
final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Databases() {}

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "300")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static boolean isPostgres() {
        return "postgresql".equals(System.getProperty("hearth.it.db", "hsqldb"));
    }

    /** The port of the PostgreSQL server of this run. */
    static int port() {
        return Postgres.SERVER.getPort();
    }

    /** The address of a new, empty database for {@code --db}; nothing for the one in the data folder. */
    static Optional<String> fresh() {
        return isPostgres() ? Optional.of(url(freshName(), port())) : Optional.empty();
    }

    static String url(String name, int port) {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/" + name;
    }

    /** The name of a new, empty database. */
    static String freshName() {
        String name = "hearth_" + NUMBER.incrementAndGet();
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
