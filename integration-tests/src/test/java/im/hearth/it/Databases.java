package im.hearth.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

    /** The columns of a PostgreSQL database, as {@code table.column}, that have that text in them somewhere. */
    static List<String> columnsWith(String name, String text) {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + url(name, port()).replace("postgres:postgres@", ""), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            List<String> columns = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT table_name, column_name FROM information_schema.columns"
                            + " WHERE table_schema = 'public'")) {
                while (rows.next()) {
                    columns.add(rows.getString(1) + "." + rows.getString(2));
                }
            }
            for (String column : columns) {
                String table = column.substring(0, column.indexOf('.'));
                try (ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM " + table + " WHERE CAST(" + column + " AS TEXT) LIKE '%" + text + "%'")) {
                    if (rows.next()) {
                        found.add(column);
                    }
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
