package im.hearth.reactions.emoticons;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.core.media.Media;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.FakeFiles;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EmoticonsOnPostgresTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            Schema.makeVersions(connection);
            new Schema("hearth-core", Dialect.POSTGRESQL).install(connection);
            new Schema("hearth-reactions", Dialect.POSTGRESQL).install(connection);
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
        Database database =
                new Database(() -> server.getPostgresDatabase().getConnection(), Dialect.POSTGRESQL, new Events());
        FakeUsers users = new FakeUsers();
        for (int i = 0; i < 20; i++) {
            users.ensure("owner" + i, "secret", null, null);
        }
        Emoticons emoticons = new Emoticons(
                database,
                new Accounts(
                        database,
                        new AccountStore(),
                        users,
                        new FakeSessions(),
                        new MutableClock(),
                        new SecureRandom()),
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
