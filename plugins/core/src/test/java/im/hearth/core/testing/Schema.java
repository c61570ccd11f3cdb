package im.hearth.core.testing;

import im.hearth.core.db.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schema of a plugin, installed and upgraded as the server's {@code SchemaManager} does both, and what is in a database.
 * How it was at an earlier version lies among the plugin's test resources, in {@code database/VERSION}.
 */
public final class Schema {
    private static final Pattern VERSION = Pattern.compile("<databaseVersion>(\\d+)</databaseVersion>");

    private final String key;
    private final Dialect dialect;
    private final Path plugin;

    /**
     * That of a plugin of this house.
     *
     * @param key its database key
     */
    public Schema(String key, Dialect dialect) {
        this.key = key;
        this.dialect = dialect;
        this.plugin = plugin(key);
    }

    /** The plugins lie beside each other. */
    static Path plugin(String key) {
        Path plugins =
                Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
        try (var folders = Files.list(plugins)) {
            return folders.filter(
                            plugin -> Files.exists(plugin.resolve("src/main/plugin/database/" + key + "_hsqldb.sql")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No plugin has the schema " + key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table in which the server notes the versions of schemas. */
    public static void makeVersions(Connection connection) throws SQLException {
        run(
                connection,
                "CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL, version INTEGER NOT NULL,"
                        + " CONSTRAINT ofVersion_pk PRIMARY KEY (name))");
    }

    /** Installs it as it is. */
    public void install(Connection connection) throws SQLException {
        script(connection, plugin.resolve("src/main/plugin/database").resolve(file()));
    }

    /** Installs it as it was at that version. */
    public void install(Connection connection, int version) throws SQLException {
        script(
                connection,
                plugin.resolve("src/test/resources/database/" + version).resolve(file()));
    }

    /** Takes the step to that version. */
    public void upgrade(Connection connection, int version) throws SQLException {
        script(
                connection,
                plugin.resolve("src/main/plugin/database/upgrade/" + version).resolve(file()));
    }

    /** The version that the plugin says it has. */
    public int wanted() {
        Matcher matcher = VERSION.matcher(read(plugin.resolve("src/main/plugin/plugin.xml")));
        if (!matcher.find()) {
            throw new IllegalStateException("The plugin says no version of its schema");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The version that the database says it has. */
    public int version(Connection connection) throws SQLException {
        return Integer.parseInt(rows(connection, "SELECT version FROM ofVersion WHERE name = '" + key + "'")
                .get(0));
    }

    private String file() {
        return key + "_" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
    }

    /** A statement ends where a line ends with a semicolon; what comes after the last one is not run. */
    private static void script(Connection connection, Path file) throws SQLException {
        StringBuilder statement = new StringBuilder();
        for (String line : read(file).lines().toList()) {
            statement.append(' ').append(line);
            if (line.strip().endsWith(";")) {
                run(connection, statement.toString());
                statement.setLength(0);
            }
        }
        if (!statement.toString().isBlank()) {
            throw new IllegalStateException("The last statement does not end: " + statement);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The tables, columns, constraints and indexes of a database, one a line, whatever order they were made in. */
    public List<String> shape(Connection connection) throws SQLException {
        List<String> queries =
                switch (dialect) {
                    case HSQLDB ->
                        List.of(
                                """
                                SELECT 'table', table_name, hsqldb_type FROM INFORMATION_SCHEMA.SYSTEM_TABLES
                                WHERE table_schem = 'PUBLIC'
                                """,
                                """
                                SELECT 'column', table_name, column_name, data_type, character_maximum_length,
                                  numeric_precision, is_nullable, column_default, is_identity, identity_generation
                                FROM INFORMATION_SCHEMA.COLUMNS WHERE table_schema = 'PUBLIC'
                                """,
                                """
                                SELECT 'constraint', c.table_name, c.constraint_name, c.constraint_type, k.column_name,
                                  k.ordinal_position
                                FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS c
                                LEFT JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE k ON k.constraint_name = c.constraint_name
                                  AND k.constraint_schema = c.constraint_schema
                                WHERE c.table_schema = 'PUBLIC' AND c.constraint_name NOT LIKE 'SYS\\_CT%' ESCAPE '\\'
                                """,
                                // The names of indexes that constraints made end with a number that counts all objects.
                                """
                                SELECT 'index', table_name, REGEXP_REPLACE(index_name, '^(SYS_IDX_.*)_[0-9]+$', '$1'),
                                  non_unique, ordinal_position, column_name, asc_or_desc
                                FROM INFORMATION_SCHEMA.SYSTEM_INDEXINFO WHERE table_schem = 'PUBLIC'
                                """);
                    case POSTGRESQL ->
                        List.of("""
                                SELECT 'column', table_name, column_name, data_type, character_maximum_length,
                                  is_nullable, column_default, is_identity, identity_generation, is_generated
                                FROM information_schema.columns WHERE table_schema = 'public'
                                """, """
                                SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)
                                FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                                """, "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'");
                };
        List<String> shape = new ArrayList<>();
        for (String query : queries) {
            shape.addAll(rows(connection, query));
        }
        shape.sort(null);
        return shape;
    }

    /** The columns of each table of a database, sorted. */
    public Map<String, List<String>> tables(Connection connection) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        for (String table : rows(
                connection,
                switch (dialect) {
                    case HSQLDB -> "SELECT table_name FROM INFORMATION_SCHEMA.TABLES WHERE table_schema = 'PUBLIC'";
                    case POSTGRESQL -> "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
                })) {
            tables.put(
                    table,
                    rows(
                            connection,
                            "SELECT column_name FROM INFORMATION_SCHEMA.COLUMNS WHERE table_name = '" + table
                                    + "' ORDER BY column_name"));
        }
        return tables;
    }

    /** All rows of these columns of tables, sorted. */
    public static Map<String, List<String>> content(Connection connection, Map<String, List<String>> tables)
            throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        for (var table : tables.entrySet()) {
            List<String> rows = new ArrayList<>(
                    rows(connection, "SELECT " + String.join(", ", table.getValue()) + " FROM " + table.getKey()));
            rows.sort(null);
            content.put(table.getKey(), rows);
        }
        return content;
    }

    /** The tables that have no row. */
    static Set<String> empty(Map<String, List<String>> content) {
        Set<String> empty = new TreeSet<>();
        content.forEach((table, rows) -> {
            if (rows.isEmpty()) {
                empty.add(table);
            }
        });
        return empty;
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " | ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
