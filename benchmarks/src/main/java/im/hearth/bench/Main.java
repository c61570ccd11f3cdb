package im.hearth.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Optional;

/**
 * Measures, in one run, the bare engine and Hearth in turn on the same data, so that the noise of the machine falls on
 * both. Prints a table for each database and {@link Part}.
 */
public final class Main {
    private Main() {}

    /** Arguments: {@code [--db hsqldb|postgresql|both] [--only PART,...] [--rounds N] [--seconds N] [--pairs N]}. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        if (options.hsqldb()) {
            measure(Ground.on("HSQLDB", Optional.empty()), options);
        }
        if (options.postgresql()) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .start()) {
                String url = "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
                measure(Ground.on("PostgreSQL", Optional.of(url)), options);
            }
        }
        // The pools of the database's helper library would keep the process alive.
        System.exit(0);
    }

    private static void measure(Ground ground, Options options) throws Exception {
        Report report = new Report(System.out);
        for (Part part : options.parts()) {
            part.measure(ground, options, report);
        }
    }
}
