package im.hearth.reactions.emoticons;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.media.Media;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeFiles;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EmoticonsOnPostgresTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
            statement.execute(Files.readString(Path.of("src/main/plugin/database/hearth-reactions_postgresql.sql")));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void two_requests_at_once_do_not_pass_the_end_of_a_pack() throws Exception {
        MemoryProperties properties = new MemoryProperties();
        properties.set("hearth.emoticons.most", "1", false);
        FakeFiles files = new FakeFiles();
        files.side = 64;
        files.upload("pic", "image/png", 1000);
        Media media = new Media();
        media.keptBy(files);
        Emoticons emoticons = new Emoticons(
                new Database(() -> server.getPostgresDatabase().getConnection(), Dialect.POSTGRESQL, new Events()),
                new EmoticonStore(),
                media,
                new Settings(Map.of(), properties),
                new MutableClock());

        Rush.rush(emoticons, 20, ":one:", ":two:");

        for (int i = 0; i < 20; i++) {
            assertThat(emoticons.pack("owner" + i, Long.MAX_VALUE, 10).items()).hasSize(1);
        }
    }
}
