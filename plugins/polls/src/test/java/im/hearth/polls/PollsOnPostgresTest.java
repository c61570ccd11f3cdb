package im.hearth.polls;

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
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PollsOnPostgresTest extends PollsContract {
    /** As many as the server's own pool has by default. */
    private static final int CONNECTIONS = 25;

    private static final BlockingQueue<Connection> POOL = new ArrayBlockingQueue<>(CONNECTIONS);
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        DataSource source = server.getPostgresDatabase();
        for (int i = 0; i < CONNECTIONS; i++) {
            POOL.add(source.getConnection());
        }
        run("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
        for (String schema : List.of("core", "messages", "polls")) {
            String file = "../" + schema + "/src/main/plugin/database/hearth-" + schema + "_postgresql.sql";
            for (String statement : Files.readString(Path.of(file)).split(";", -1)) {
                if (!statement.isBlank()) {
                    run(statement);
                }
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        POOL.clear();
        server.close();
    }

    @Override
    House house() {
        Events events = new Events();
        return new House(new Database(PollsOnPostgresTest::borrow, Dialect.POSTGRESQL, events), events);
    }

    @Override
    void closeDatabase() {
        run(
                "TRUNCATE hearth_poll, hearth_poll_option, hearth_poll_vote, hearth_poll_echo, hearth_poll_aside, hearth_message,"
                        + " hearth_message_version, hearth_message_aside, hearth_conversation, hearth_account,"
                        + " hearth_departure");
    }

    private static void run(String sql) {
        try (Connection connection = borrow();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that goes back to where it came from, as the server's pool does it. */
    private static Connection borrow() {
        try {
            Connection pooled = POOL.take();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            POOL.add(pooled);
                            return null;
                        }
                        try {
                            return method.invoke(pooled, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
