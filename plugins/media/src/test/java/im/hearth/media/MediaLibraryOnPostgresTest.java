package im.hearth.media;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.testing.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            Schema.makeVersions(connection);
            new Schema("hearth-core", Dialect.POSTGRESQL).install(connection);
            new Schema("hearth-media", Dialect.POSTGRESQL).install(connection);
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
