package im.hearth.media;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class MediaLibraryOnPostgresTest extends MediaLibraryContract {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        String schema = Files.readString(Path.of("src/main/plugin/database/hearth-media_postgresql.sql"));
        run("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
        for (String statement : schema.split(";", -1)) {
            if (!statement.isBlank()) {
                run(statement);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        run("TRUNCATE hearth_media, hearth_media_use, hearth_media_slot, hearth_media_owner");
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    Database database() {
        return new Database(() -> server.getPostgresDatabase().getConnection(), Dialect.POSTGRESQL, new Events());
    }
}
