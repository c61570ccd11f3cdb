package im.hearth.messages;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;

/** A PostgreSQL with the plugin's schema, for tests of what the databases do differently. */
public final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Database database;

    public Postgres() {
        try {
            server = EmbeddedPostgres.start();
            source = server.getPostgresDatabase();
            database = new Database(this::borrow, Dialect.POSTGRESQL, new Events());
            run("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
            load("../core/src/main/plugin/database/hearth-core_postgresql.sql");
            load("src/main/plugin/database/hearth-messages_postgresql.sql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(String schema) throws IOException {
        for (String statement : Files.readString(Path.of(schema)).split(";", -1)) {
            if (!statement.isBlank()) {
                run(statement);
            }
        }
    }

    public Database database() {
        return database;
    }

    /** Empties the archive. */
    public void clear() {
        run("TRUNCATE hearth_message, hearth_message_version, hearth_conversation, hearth_conversation_setting,"
                + " hearth_archive_preference, hearth_message_words, hearth_account, hearth_departure");
        run("UPDATE hearth_message_words_mark SET last_id = 0");
        run("UPDATE hearth_clock SET last_id = 0");
    }

    /** Runs a statement outside of a transaction. */
    public void run(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that goes back to where it came from, as the server's pool does it. */
    private Connection borrow() throws SQLException {
        Connection pooled;
        synchronized (idle) {
            pooled = idle.isEmpty() ? source.getConnection() : idle.pop();
        }
        return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        synchronized (idle) {
                            idle.push(pooled);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(pooled, arguments);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
