package im.hearth.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
        String url = "jdbc:" + url(name, port()).replace("postgres:postgres@", "");
        return columnsWith(url, "postgres", "public", text);
    }

    /** The same of the HSQLDB in the folder of an engine that has stopped. */
    static List<String> columnsWith(Path dataFolder, String text) {
        return columnsWith(hsqldb(dataFolder), "sa", "PUBLIC", text);
    }

    /** Changes a PostgreSQL database behind the engine's back. */
    static void run(String name, List<String> statements) {
        run("jdbc:" + url(name, port()).replace("postgres:postgres@", ""), "postgres", statements);
    }

    /** The same of the HSQLDB in the folder of an engine that has stopped. */
    static void run(Path dataFolder, List<String> statements) {
        run(hsqldb(dataFolder), "sa", statements);
    }

    private static void run(String url, String user, List<String> statements) {
        try (Connection connection = open(url, user);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection open(String url, String user) throws SQLException {
        return DriverManager.getConnection(url, user, user.equals("sa") ? "" : user);
    }

    private static String hsqldb(Path dataFolder) {
        // Without shutdown the files would stay open in this process when the engine starts again.
        return "jdbc:hsqldb:file:" + dataFolder.resolve("db/hearth")
                + ";ifexists=true;shutdown=true;hsqldb.lock_file=false;hsqldb.applog=0";
    }

    private static List<String> columnsWith(String url, String user, String schema, String text) {
        try (Connection connection = open(url, user);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
                while (rows.next()) {
                    tables.add(rows.getString("TABLE_NAME"));
                }
            }
            if (tables.isEmpty()) {
                throw new AssertionError("there is no table in " + url);
            }
            Set<String> found = new TreeSet<>();
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            String value = rows.getString(i);
                            if (value != null && value.contains(text)) {
                                found.add((table + "." + rows.getMetaData().getColumnName(i)).toLowerCase(Locale.ROOT));
                            }
                        }
                    }
                }
            }
            return List.copyOf(found);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
