package im.hearth.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/** The server's own tables, which the release on Maven Central does not carry. */
final class Schema {
    private final DatabaseAddress.Kind kind;

    Schema(DatabaseAddress.Kind kind) {
        this.kind = kind;
    }

    /**
     * Makes the tables unless they are there. On PostgreSQL all or none; on HSQLDB, which commits at each CREATE, the
     * version row comes last and a half-made database is begun anew by deleting its folder.
     *
     * @return whether they were made now
     */
    boolean installIfMissing(Connection connection) throws SQLException, IOException {
        if (isInstalled(connection)) {
            return false;
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
        return true;
    }

    /** The statements of the schema, without comments. */
    List<String> statements() throws IOException {
        String resource = "database/openfire_" + kind.key() + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("missing in the jar: " + resource);
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String code = script.replaceAll("(?m)^--.*$", "");
            return Arrays.stream(code.split(";", -1))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        }
    }

    private static boolean isInstalled(Connection connection) throws SQLException {
        // Both spellings: HSQLDB folds names to upper case, PostgreSQL to lower.
        for (String spelling : List.of("OFVERSION", "ofversion")) {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, spelling, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }
}
