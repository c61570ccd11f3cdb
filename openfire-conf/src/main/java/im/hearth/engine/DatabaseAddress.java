package im.hearth.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the database is.
 *
 * @param kind which of the two dialects it speaks
 * @param jdbcUrl without user and password
 */
record DatabaseAddress(Kind kind, String jdbcUrl, String user, String password) {
    enum Kind {
        HSQLDB("hsqldb", "org.hsqldb.jdbc.JDBCDriver"),
        POSTGRESQL("postgresql", "org.postgresql.Driver");

        private final String key;
        private final String driver;

        Kind(String key, String driver) {
            this.key = key;
            this.driver = driver;
        }

        /** The class of its JDBC driver. */
        String driver() {
            return driver;
        }

        /** As the server spells it in names of schema files. */
        String key() {
            return key;
        }
    }

    /**
     * The properties of the files, https://hsqldb.org/doc/2.0/guide/dbproperties-chapt.html:
     * <ul>
     *   <li>tx=mvcc: readers never wait for writers.
     *   <li>write_delay=false: a commit returns after the log is on disk (fsync).
     *   <li>default_table_type=cached: rows live on disk, the heap holds cache_size KiB of them.
     *   <li>log_size: MiB of log after which a checkpoint folds it into the data file; bounds the time that a start
     *       after a crash takes.
     *   <li>lock_file=false: the data folder has a lock of ours; HSQLDB's own refuses a start within ten seconds of a
     *       crash.
     * </ul>
     */
    private static final String HSQLDB_PROPERTIES = ";hsqldb.tx=mvcc;hsqldb.write_delay=false"
            + ";hsqldb.default_table_type=cached;hsqldb.cache_size=32000;hsqldb.cache_rows=100000;hsqldb.log_size=64"
            + ";hsqldb.lock_file=false;hsqldb.applog=0;sql.avoid_index_sort=true";

    private static final int POSTGRESQL_PORT = 5432;

    /** A database in files of its own. */
    static DatabaseAddress hsqldb(Path folder) {
        return new DatabaseAddress(
                Kind.HSQLDB, "jdbc:hsqldb:file:" + folder.resolve("hearth") + HSQLDB_PROPERTIES, "sa", "");
    }

    /**
     * Reads {@code postgresql://user:password@host:port/name}; port and password may be left out, parameters of the
     * JDBC driver may follow a question mark.
     *
     * @throws Refusal when it is something else
     */
    static DatabaseAddress parse(String url) {
        try {
            URI uri = new URI(url);
            boolean scheme = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            String userInfo = uri.getRawUserInfo();
            String path = uri.getRawPath();
            if (!scheme || uri.getHost() == null || userInfo == null || path == null || path.length() < 2) {
                throw refusal();
            }
            int colon = userInfo.indexOf(':');
            String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
            String password = colon < 0 ? "" : userInfo.substring(colon + 1);
            int port = uri.getPort() < 0 ? POSTGRESQL_PORT : uri.getPort();
            String parameters = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new DatabaseAddress(
                    Kind.POSTGRESQL,
                    "jdbc:postgresql://" + uri.getHost() + ":" + port + path + parameters,
                    decode(user),
                    decode(password));
        } catch (URISyntaxException e) {
            throw refusal();
        }
    }

    private static Refusal refusal() {
        // Not the text itself: it may hold a password.
        return new Refusal(Refusal.USAGE, "--db takes postgresql://user:password@host:port/name.");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
