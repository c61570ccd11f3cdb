package im.hearth.phoneauth;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;

/** A PostgreSQL with the schemas that phone-auth stands on. */
final class Postgres implements AutoCloseable {
    private static final List<Path> SCHEMAS = List.of(
            Path.of("../core/src/main/plugin/database/hearth-core_postgresql.sql"),
            Path.of("src/main/plugin/database/hearth-phone-auth_postgresql.sql"));

    private final EmbeddedPostgres server;
    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();

    Postgres() throws IOException {
        server = EmbeddedPostgres.start();
        source = server.getPostgresDatabase();
        run("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
        for (Path schema : SCHEMAS) {
            for (String statement : Files.readString(schema).split(";", -1)) {
                if (!statement.isBlank()) {
                    run(statement);
                }
            }
        }
    }

    /** Empties all tables, and builds a house on them. */
    House house() {
        run("""
                TRUNCATE hearth_account, hearth_verification, hearth_code_number, hearth_limit, hearth_signing_key,
                         hearth_session, hearth_refresh_token, hearth_discovery
                """);
        Events events = new Events();
        return House.on(new Database(this::borrow, Dialect.POSTGRESQL, events), events);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String sql) {
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
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        synchronized (idle) {
                            idle.push(pooled);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(pooled, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
