package im.hearth.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of a plugin whose schema was another one once: a database of then becomes one of now, with all its rows. */
public abstract class SchemaUpgradeContract {
    private final String key;

    /**
     * Of a plugin of this house.
     *
     * @param key its database key
     */
    protected SchemaUpgradeContract(String key) {
        this.key = key;
    }

    /** Statements that put a row at least into each table of version 1. */
    protected abstract List<String> rowsOfVersion1(Dialect dialect);

    /** Reads those rows by the stores. */
    protected abstract void read(Database upgraded);

    /** An empty database; it is there for as long as the connection is open. */
    private static Place empty(Dialect dialect) throws SQLException {
        return switch (dialect) {
            case HSQLDB -> new Place("jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc", "sa", "");
            case POSTGRESQL -> new Place(TestPostgres.newDatabase(), "postgres", "postgres");
        };
    }

    private record Place(String url, String user, String password) {
        Connection open() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_upgraded_database_is_as_one_that_was_just_made(Dialect dialect) throws SQLException {
        Schema schema = new Schema(key, dialect);
        try (Connection old = empty(dialect).open();
                Connection fresh = empty(dialect).open()) {
            Schema.makeVersions(fresh);
            schema.install(fresh);
            Schema.makeVersions(old);
            schema.install(old, 1);
            assertThat(schema.shape(old)).isNotEqualTo(schema.shape(fresh));

            upgrade(schema, old);

            assertThat(schema.shape(old)).isNotEmpty().isEqualTo(schema.shape(fresh));
            assertThat(Schema.content(old, schema.tables(old))).isEqualTo(Schema.content(fresh, schema.tables(fresh)));
        }
    }

    private static void upgrade(Schema schema, Connection connection) throws SQLException {
        for (int version = schema.version(connection) + 1; version <= schema.wanted(); version++) {
            schema.upgrade(connection, version);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_step_says_to_which_version_it_led(Dialect dialect) throws SQLException {
        Schema schema = new Schema(key, dialect);
        try (Connection connection = empty(dialect).open()) {
            Schema.makeVersions(connection);
            schema.install(connection, 1);
            assertThat(schema.version(connection)).isEqualTo(1);
            for (int version = 2; version <= schema.wanted(); version++) {
                schema.upgrade(connection, version);
                assertThat(schema.version(connection)).isEqualTo(version);
            }
            assertThat(schema.version(connection)).isGreaterThan(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_rows_of_before_are_read_after_the_upgrade(Dialect dialect) throws SQLException {
        Schema schema = new Schema(key, dialect);
        Place place = empty(dialect);
        try (Connection connection = place.open()) {
            Schema.makeVersions(connection);
            if (!key.equals("hearth-core")) {
                new Schema("hearth-core", dialect).install(connection);
            }
            Map<String, List<String>> others = schema.tables(connection);
            schema.install(connection, 1);
            for (String sql : rowsOfVersion1(dialect)) {
                Schema.run(connection, sql);
            }
            Map<String, List<String>> tables = schema.tables(connection);
            tables.keySet().removeAll(others.keySet());
            Map<String, List<String>> before = Schema.content(connection, tables);
            assertThat(Schema.empty(before)).isEmpty();

            upgrade(schema, connection);

            assertThat(Schema.content(connection, tables)).isEqualTo(before);
            read(new Database(place::open, dialect, new Events()));
        }
    }
}
