package im.hearth.media;

import im.hearth.core.db.Database;
import im.hearth.core.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;

class MediaLibraryOnHsqldbTest extends MediaLibraryContract {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-media");

    @Override
    Database database() {
        return database.database();
    }

    @AfterEach
    void stop() {
        database.close();
    }
}
