package im.hearth.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestDatabaseTest {
    @Test
    void a_test_database_has_the_schema_of_the_plugins_it_was_made_with() {
        try (TestDatabase test = TestDatabase.with("hearth-core")) {
            int accounts = test.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_account")
                    .mapTo(Integer.class)
                    .one());
            assertThat(accounts).isZero();
        }
    }

    @Test
    void two_test_databases_share_nothing() {
        try (TestDatabase one = TestDatabase.with("hearth-core");
                TestDatabase other = TestDatabase.with("hearth-core")) {
            one.database().write(tx -> tx.handle()
                    .execute("INSERT INTO hearth_job (name, due_at, leased_until) VALUES ('a', 0, 0)"));

            int jobs = other.database().read(handle -> handle.createQuery("SELECT COUNT(*) FROM hearth_job")
                    .mapTo(Integer.class)
                    .one());

            assertThat(jobs).isZero();
        }
    }
}
