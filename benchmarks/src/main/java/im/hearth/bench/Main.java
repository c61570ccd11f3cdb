package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures, in one run, the bare engine and Hearth in turn on the same data, so that the noise of the machine falls on
 * both. Prints one table a database.
 */
public final class Main {
    private Main() {}

    /** Arguments: {@code [--db hsqldb|postgresql|both] [--rounds N] [--seconds N] [--pairs N]}. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        if (options.hsqldb()) {
            measure("HSQLDB", Optional.empty(), options);
        }
        if (options.postgresql()) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .start()) {
                String url = "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
                measure("PostgreSQL", Optional.of(url), options);
            }
        }
        // The pools of the database's helper library would keep the process alive.
        System.exit(0);
    }

    private static void measure(String database, Optional<String> url, Options options) throws Exception {
        Path data = Files.createTempDirectory("hearth-bench");
        System.err.println(database + ": registering " + 2 * options.pairs() + " people");
        List<Account> accounts;
        long idleMemory;
        try (EngineProcess engine = hearth(data, url).start()) {
            idleMemory = Memory.afterSettling(engine.pid());
            accounts = new Registration(engine).accounts(2 * options.pairs());
        }
        List<Pairs.Result> bare = new ArrayList<>();
        List<Pairs.Result> closed = new ArrayList<>();
        List<Pairs.Result> open = new ArrayList<>();
        List<Pairs.Result> posts = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.println(database + ": round " + round + " of " + options.rounds());
            try (EngineProcess engine = engine(data, url).start();
                    Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), accounts)) {
                pairs.closedLoop(options.warmUp());
                bare.add(pairs.closedLoop(options.time()));
            }
            try (EngineProcess engine = hearth(data, url).start()) {
                List<Account> now = new Registration(engine).loginAgain(accounts);
                try (Pairs pairs = new Pairs(engine.ports().xmpp(), engine.domain(), now)) {
                    pairs.closedLoop(options.warmUp());
                    closed.add(pairs.closedLoop(options.time()));
                    open.add(pairs.openLoop(options.openLoopRate(), options.time()));
                    pairs.drain();
                    RestPosts.run(engine.ports().web(), now, options.connections(), options.warmUp());
                    posts.add(RestPosts.run(engine.ports().web(), now, options.connections(), options.time()));
                }
            }
        }
        Table.print(System.out, database, options, bare, closed, open, posts, idleMemory);
    }

    private static EngineProcess.Builder engine(Path data, Optional<String> url) {
        EngineProcess.Builder builder = EngineProcess.on(data).heap("1g");
        url.ifPresent(builder::db);
        return builder;
    }

    private static EngineProcess.Builder hearth(Path data, Optional<String> url) throws IOException {
        EngineProcess.Builder builder = engine(data, url);
        try (Stream<Path> modules = Files.list(Path.of("plugins"))) {
            modules.map(module -> module.resolve("target/openfire-plugin"))
                    .filter(Files::isDirectory)
                    .forEach(builder::plugins);
        }
        Limits.lift(builder);
        return builder;
    }
}
