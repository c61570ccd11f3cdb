package im.hearth.groups.chat;

import im.hearth.core.db.Database;
import im.hearth.core.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;

final class GroupListsOnHsqldbTest extends GroupListsContract {
    private final TestDatabase test = TestDatabase.with("hearth-core", "hearth-messages", "hearth-groups");

    @Override
    Database database() {
        return test.database();
    }

    @AfterEach
    void close() {
        test.close();
    }
}
