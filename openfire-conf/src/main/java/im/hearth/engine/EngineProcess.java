package im.hearth.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An engine in a process of its own, for tests and benchmarks.
 *
 * <pre>{@code
 * try (EngineProcess engine = EngineProcess.on(folder).plugins(jars).start()) {
 *     connect(engine.ports().xmpp());
 * }
 * }</pre>
 *
 * <p>It ends when it is closed, and when the process that started it ends, however that happens.
 */
public final class EngineProcess implements AutoCloseable {
    /** The administrator's password of engines that are started here. */
    public static final String ADMIN_PASSWORD = "test-admin-password";

    /** System property: an installed Openfire, never set up, whose copies are started instead of the embedded one. */
    private static final String OPENFIRE_HOME = "hearth.it.openfire-home";

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int LOG_LINES_IN_FAILURE = 40;

    private final Builder settings;
    private final Ports ports;
    private final ProcessOutput output = new ProcessOutput();
    private final Thread cleaner = new Thread(this::clean, "engine-cleaner");
    private @Nullable Process process;
    private @Nullable Thread reader;

    private EngineProcess(Builder settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
    }

    /** An engine to be started on this folder, which may hold the data of an earlier one. */
    public static Builder on(Path dataFolder) {
        return new Builder(dataFolder, false);
    }

    /**
     * An engine to be started on a new folder of its own, which is deleted when the engine is closed, and at the latest when
     * this process ends: each takes some 100 MB.
     *
     * @param prefix of the folder's name, among the temporary files
     */
    public static Builder onNewFolder(String prefix) {
        try {
            return new Builder(Files.createTempDirectory(prefix), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Ports ports() {
        return ports;
    }

    public String domain() {
        return settings.domain;
    }

    public Path dataFolder() {
        return settings.dataFolder;
    }

    /** {@code http://127.0.0.1:PORT}, without a slash at its end. */
    public String webUrl() {
        return "http://127.0.0.1:" + ports.web();
    }

    public long pid() {
        return running().pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What the engine has printed so far, over all its starts. SMS texts are among it. */
    public List<String> lines() {
        return output.lines();
    }

    /**
     * The first line, printed already or from now on, that the condition holds for.
     *
     * @throws AssertionError when none comes in time
     */
    public String awaitLine(Predicate<String> condition, Duration limit) {
        return awaitLine(0, condition, limit);
    }

    /**
     * The same, leaving out the first lines: pass the size of {@link #lines()} before the deed whose line is awaited.
     *
     * @throws AssertionError when none comes in time
     */
    public String awaitLine(int from, Predicate<String> condition, Duration limit) {
        return output.await(from, condition, limit)
                .orElseThrow(() -> new AssertionError("no such line within " + limit + describe()));
    }

    /**
     * Asks the engine to stop (SIGTERM) and waits until it has.
     *
     * @throws AssertionError when it takes longer than 30 s; it is killed then
     */
    public void stop() {
        Process stopping = running();
        // Not Process.destroy: it also closes the pipe, and the last lines would be lost.
        stopping.toHandle().destroy();
        if (!awaitExit(stopping)) {
            stopping.destroyForcibly();
            throw new AssertionError("the engine did not stop within " + STOP_LIMIT + describe());
        }
    }

    /** Ends the engine at once (SIGKILL), as a crash or a power failure would. */
    public void kill() {
        Process dying = running();
        dying.descendants().forEach(ProcessHandle::destroyForcibly);
        dying.toHandle().destroyForcibly();
        awaitExit(dying);
    }

    /** Starts the stopped or killed engine again: same data, same ports. Returns when it is ready. */
    public void startAgain() {
        if (isAlive()) {
            throw new IllegalStateException("it still runs");
        }
        launch();
    }

    /** Stops the engine and starts it again. */
    public void restart() {
        stop();
        startAgain();
    }

    @Override
    public void close() {
        try {
            if (isAlive()) {
                stop();
            }
        } finally {
            if (settings.ownsFolder && Runtime.getRuntime().removeShutdownHook(cleaner)) {
                clean();
            }
        }
    }

    private void clean() {
        if (isAlive()) {
            kill();
        }
        try {
            FileTree.delete(settings.dataFolder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("it was not started");
        }
        return process;
    }

    private void launch() {
        int before = output.size();
        settings.openfireHome.ifPresent(this::layHome);
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().putAll(settings.environment);
        try {
            // Its standard input stays open as long as this process lives: that is how it notices our end.
            Process started = builder.start();
            process = started;
            reader = output.readFrom(started);
            boolean ready = output.await(before, line -> line.startsWith("Hearth is ready"), READY_LIMIT, started)
                    .isPresent();
            if (!ready || !awaitPorts(started)) {
                started.destroyForcibly();
                throw new AssertionError("the engine did not get ready" + describe());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An installed Openfire says what it has loaded, not when its ports of an earlier setup are open. */
    private boolean awaitPorts(Process started) {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (settings.openfireHome.isPresent() && !ports.areServed()) {
            if (System.nanoTime() > end || !started.isAlive()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    /** A home of its own for each engine: the libraries are the installed one's, the rest is a copy. */
    private void layHome(Path installed) {
        Path home = settings.dataFolder.resolve("home");
        if (Files.exists(home)) {
            return;
        }
        try (Stream<Path> files = Files.walk(installed)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = home.resolve(installed.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (file.startsWith(installed.resolve("lib"))) {
                    Files.createSymbolicLink(target, file);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        boolean isNew = true;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + settings.heap);
        command.addAll(settings.jvmArguments);
        command.add("-cp");
        command.add(EngineClassPath.find());
        command.add(Main.class.getName());
        command.addAll(List.of("--data", settings.dataFolder.toString()));
        if (settings.openfireHome.isPresent()) {
            Path home = settings.dataFolder.resolve("home");
            command.addAll(List.of("--openfire-home", home.toString()));
            isNew = !OpenfireHome.at(home).isSetUp();
        }
        if (isNew) {
            command.addAll(List.of("--ports", ports.asOption()));
            command.addAll(List.of("--domain", settings.domain));
            settings.db.ifPresent(url -> command.addAll(List.of("--db", url)));
        }
        settings.plugins.forEach(folder -> command.addAll(List.of("--plugins", folder.toString())));
        command.add("--until-stdin-closes");
        return command;
    }

    /** Waits for the end of the process, and of what it printed. */
    private boolean awaitExit(Process ending) {
        try {
            boolean ended = ending.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (ended && reader != null) {
                reader.join(STOP_LIMIT.toMillis());
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String describe() {
        return ". It printed:\n" + String.join("\n", output.lines()) + "\nThe end of its log:\n" + logTail();
    }

    private String logTail() {
        String log = settings.openfireHome.isPresent() ? "home/logs/openfire.log" : "logs/hearth.log";
        try (Stream<String> all = Files.lines(settings.dataFolder.resolve(log))) {
            List<String> lines = all.toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_FAILURE), lines.size()));
        } catch (IOException | UncheckedIOException e) {
            return "(none)";
        }
    }

    /** How an engine is to be started. */
    public static final class Builder {
        private final Path dataFolder;
        private final boolean ownsFolder;
        private final List<Path> plugins = new ArrayList<>();
        private final List<String> jvmArguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private Optional<String> db = Optional.empty();
        private Optional<Ports> ports = Optional.empty();
        private Optional<Path> openfireHome = Optional.ofNullable(System.getProperty(OPENFIRE_HOME))
                .filter(given -> !given.isBlank())
                .map(given -> Path.of(given).toAbsolutePath());
        private String domain = "localhost";
        private String heap = "512m";

        private Builder(Path dataFolder, boolean ownsFolder) {
            this.dataFolder = dataFolder.toAbsolutePath();
            this.ownsFolder = ownsFolder;
            environment.put("HEARTH_ADMIN_PASSWORD", ADMIN_PASSWORD);
        }

        /** {@code postgresql://user:password@host:port/name} instead of HSQLDB in the data folder. */
        public Builder db(String url) {
            db = Optional.of(url);
            return this;
        }

        public Builder domain(String name) {
            domain = name;
            return this;
        }

        /** Certain ports instead of free ones. */
        public Builder ports(Ports chosen) {
            ports = Optional.of(chosen);
            return this;
        }

        /** A folder of plugin jars; may be called again for more. None: a bare engine. */
        public Builder plugins(Path folder) {
            plugins.add(folder.toAbsolutePath());
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Further arguments of the Java machine, such as {@code -Dname=value}. */
        public Builder jvmArguments(String... arguments) {
            jvmArguments.addAll(List.of(arguments));
            return this;
        }

        /** The most heap it may take, as {@code -Xmx} reads it; 512m unless told. */
        public Builder heap(String size) {
            heap = size;
            return this;
        }

        /**
         * Starts the engine and returns when it is ready.
         *
         * @throws AssertionError with what it printed and logged, when it does not get ready within two minutes
         */
        public EngineProcess start() {
            EngineProcess engine = new EngineProcess(this, ports.orElseGet(Ports::free));
            if (ownsFolder) {
                Runtime.getRuntime().addShutdownHook(engine.cleaner);
            }
            engine.launch();
            return engine;
        }
    }
}
