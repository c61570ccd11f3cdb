package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.XMPPServer;
import org.junit.jupiter.api.Test;

/** The server's own SQL, every statement of it, against the schema that we wrote for it. */
class SchemaTest {
    /** Statements that no server of ours runs, by how they begin, and why. */
    private static final Map<String, String> EXCUSED = Map.of(
            "DELETE ofPubsubItem FROM", "for MySQL",
            "DELETE FROM ofPubsubItem LEFT JOIN", "for databases of unknown kind",
            "INSERT INTO ofMucConversationLog(roomID, sender, nickname, logTime, subject, body VALUES",
                    "repairs databases before 3.7.0; has a parenthesis too few",
            "SELECT username FROM ofUser WHERE", "only the beginning of a search");

    @Test
    void hsqldb_prepares_every_statement_of_the_server() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:schema", "sa", "")) {
            assertThat(failures(DatabaseAddress.Kind.HSQLDB, connection)).isEmpty();
        }
    }

    @Test
    void postgresql_prepares_every_statement_of_the_server() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection connection = postgres.getPostgresDatabase().getConnection()) {
            assertThat(failures(DatabaseAddress.Kind.POSTGRESQL, connection)).isEmpty();
        }
    }

    @Test
    void it_is_installed_once() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:once", "sa", "")) {
            Schema schema = new Schema(DatabaseAddress.Kind.HSQLDB);

            assertThat(schema.installIfMissing(connection)).isTrue();
            assertThat(schema.installIfMissing(connection)).isFalse();
        }
    }

    private static List<String> failures(DatabaseAddress.Kind kind, Connection connection) throws Exception {
        new Schema(kind).installIfMissing(connection);
        Path jar = Path.of(XMPPServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<SqlConstants.Found> statements = SqlConstants.in(jar);
        // If a change to the search finds nothing, this test must not pass.
        assertThat(statements).hasSizeGreaterThan(150);
        List<String> failures = new ArrayList<>();
        for (SqlConstants.Found statement : statements) {
            if (EXCUSED.keySet().stream().anyMatch(statement.sql()::startsWith)) {
                continue;
            }
            try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
                // PostgreSQL's driver asks the server only now.
                prepared.getParameterMetaData();
            } catch (SQLException e) {
                failures.add(statement.holder() + ": " + statement.sql() + "\n  " + e.getMessage());
            }
        }
        return failures;
    }
}
