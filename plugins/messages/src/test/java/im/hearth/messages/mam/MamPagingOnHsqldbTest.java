package im.hearth.messages.mam;

import im.hearth.core.db.Database;
import im.hearth.core.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;

final class MamPagingOnHsqldbTest extends MamPagingContract {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-messages");

    @Override
    Database database() {
        return database.database();
    }

    @AfterEach
    void close() {
        database.close();
    }
}
