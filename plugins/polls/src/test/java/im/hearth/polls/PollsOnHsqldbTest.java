package im.hearth.polls;

import im.hearth.core.testing.TestDatabase;

final class PollsOnHsqldbTest extends PollsContract {
    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-messages", "hearth-polls");

    @Override
    House house() {
        return new House(database.database(), database.events());
    }

    @Override
    void closeDatabase() {
        database.close();
    }
}
