package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageTest {
    /** Waiting for a connection, at the login's two questions, and the client's own patience. */
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void connections_heal_by_themselves_when_the_database_is_back(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("postgres"));
        EmbeddedPostgres first = postgres(data, 0);
        try (EngineProcess engine = EngineProcess.on(folder.resolve("hearth"))
                .db("postgresql://postgres:postgres@127.0.0.1:" + first.getPort() + "/postgres")
                .start()) {
            assertThat(loginWorks(engine)).isTrue();
            first.close();
            assertThat(loginWorks(engine)).isFalse();

            try (EmbeddedPostgres again = postgres(data, first.getPort())) {
                assertThat(again.getPort()).isEqualTo(first.getPort());
                await().atMost(SOON).until(() -> loginWorks(engine));
                engine.stop();
            }
        }
    }

    private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static boolean loginWorks(EngineProcess engine) {
        try (Client admin = Client.login(engine, AdminAccount.NAME, EngineProcess.ADMIN_PASSWORD)) {
            return admin.connection().isAuthenticated();
        } catch (Exception refused) {
            return false;
        }
    }
}
