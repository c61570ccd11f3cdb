package im.hearth.bench;

import im.hearth.engine.EngineProcess;
import im.hearth.engine.FileTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A database, a folder and the people who are there; the bare engine and Hearth are started on it in turn. */
final class Ground {
    private final String database;
    private final Path folder;
    private final Optional<String> url;
    private final List<Account> people = new ArrayList<>();

    private Ground(String database, Path folder, Optional<String> url) {
        this.database = database;
        this.folder = folder;
        this.url = url;
    }

    /**
     * A new folder, which is deleted when the benchmarks end, and nobody there.
     *
     * @param database its name, for people
     * @param url of PostgreSQL; empty for HSQLDB in the folder
     */
    static Ground on(String database, Optional<String> url) throws IOException {
        Path folder = Files.createTempDirectory("hearth-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(folder), "discard"));
        return new Ground(database, folder, url);
    }

    private static void discard(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            System.err.println("Delete " + folder + ": " + e.getMessage());
        }
    }

    /** The same on a new database of the same PostgreSQL. */
    Ground beside(String name) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return on(database, url.map(address -> address.substring(0, address.lastIndexOf('/') + 1) + name));
    }

    /** A connection to PostgreSQL. */
    Connection connect() throws SQLException {
        URI address = URI.create(url.orElseThrow());
        String[] user = address.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + address.getPath(),
                user[0],
                user[1]);
    }

    String database() {
        return database;
    }

    Path folder() {
        return folder;
    }

    boolean isPostgresql() {
        return url.isPresent();
    }

    EngineProcess.Builder bare() {
        EngineProcess.Builder builder = EngineProcess.on(folder).heap("1g");
        url.ifPresent(builder::db);
        return builder;
    }

    EngineProcess.Builder hearth() throws IOException {
        return hearthWithout("");
    }

    /** Hearth without the plugin of that folder. */
    EngineProcess.Builder hearthWithout(String plugin) throws IOException {
        EngineProcess.Builder builder = bare();
        try (Stream<Path> modules = Files.list(Path.of("plugins"))) {
            modules.filter(module -> !module.endsWith(plugin))
                    .map(module -> module.resolve("target/openfire-plugin"))
                    .filter(Files::isDirectory)
                    .forEach(builder::plugins);
        }
        Limits.lift(builder);
        return builder;
    }

    /** So many people with new access tokens; who is not there yet is registered. */
    List<Account> people(EngineProcess hearth, int count) throws IOException, InterruptedException {
        Registration registration = new Registration(hearth);
        for (int known = 0; known < Math.min(count, people.size()); known++) {
            people.set(known, registration.login(people.get(known)));
        }
        if (people.size() < count) {
            note("registering " + (count - people.size()) + " people");
        }
        while (people.size() < count) {
            people.add(registration.register(people.size()));
        }
        return List.copyOf(people.subList(0, count));
    }

    /** Says on the error output what goes on. */
    void note(String what) {
        System.err.println(database + ": " + what);
    }
}
