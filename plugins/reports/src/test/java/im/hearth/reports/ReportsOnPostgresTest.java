package im.hearth.reports;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class ReportsOnPostgresTest extends ReportsContract {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        run("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
        for (String schema : List.of(
                "../core/src/main/plugin/database/hearth-core_postgresql.sql",
                "src/main/plugin/database/hearth-reports_postgresql.sql")) {
            for (String statement : Files.readString(Path.of(schema)).split(";", -1)) {
                if (!statement.isBlank()) {
                    run(statement);
                }
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    House house() {
        try {
            run("TRUNCATE hearth_account, hearth_report, hearth_report_count, hearth_suspension, hearth_audit");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new House(
                events -> new Database(() -> server.getPostgresDatabase().getConnection(), Dialect.POSTGRESQL, events));
    }
}
