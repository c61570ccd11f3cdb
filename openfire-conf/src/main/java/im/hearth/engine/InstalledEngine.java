package im.hearth.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Openfire that somebody installed, in a process of its own, with the plugins. One that was never set up is set up as
 * the embedded engine is: on loopback, codes printed. One that is set up keeps its settings.
 */
final class InstalledEngine {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int LINES_IN_FAILURE = 15;

    /** What 5.1 prints about plugins (PluginManager, PluginMonitor). */
    private static final Pattern LOADED =
            Pattern.compile("Successfully loaded plugin '([a-z0-9-]+?)(-[0-9][^']*)?'\\.");

    private static final String ALL_LOADED = "Finished processing all plugins.";

    /** What hearth-log4j2.xml lets out for whoever runs this on a desk. */
    private static final Pattern FOR_PEOPLE = Pattern.compile("(SMS to |WARN |ERROR |FATAL ).*");

    private final Options options;
    private final OpenfireHome home;
    private final SecureRandom random;
    private final Console console;
    private final Set<String> loaded = new HashSet<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private boolean allLoaded;
    private @Nullable Process process;

    InstalledEngine(Options options, OpenfireHome home, SecureRandom random, Console console) {
        this.options = options;
        this.home = home;
        this.random = random;
        this.console = console;
    }

    /**
     * Installs the plugins, starts the server, and returns when it has loaded them.
     *
     * @param adminPassword the administrator's password if the server is set up now; empty: a random one
     * @return the administrator's password, if one was made up now
     * @throws Refusal when it cannot start
     */
    Optional<String> start(Optional<String> adminPassword) {
        boolean isNew = !home.isSetUp();
        if (!isNew && !options.placed().isEmpty()) {
            throw new Refusal(
                    Refusal.USAGE,
                    "The Openfire in " + home.folder() + " is set up already and keeps its settings: leave out "
                            + String.join(", ", options.placed()) + ".");
        }
        String password = adminPassword.orElseGet(() -> AdminAccount.randomPassword(random));
        List<String> plugins;
        try {
            plugins = new PluginFolder(home.plugins()).add(options.plugins());
            if (isNew) {
                options.ports().requireFree();
                new AutoSetup(options, home.folder().resolve("embedded-db"), password).write(home.configuration());
            }
            launch();
        } catch (IOException e) {
            throw new Refusal("The Openfire in " + home.folder() + " could not be prepared (" + e.getMessage()
                    + "): its folder must be yours.");
        }
        awaitPlugins(plugins);
        if (isNew) {
            awaitPorts();
        }
        return isNew && adminPassword.isEmpty() ? Optional.of(password) : Optional.empty();
    }

    /** Asks the server to stop, and returns when it has; after 30 s it is ended. */
    void stop() {
        Process stopping = running();
        stopping.toHandle().destroy();
        try {
            if (!stopping.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                stopping.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the server ends by itself, or is stopped. */
    int awaitEnd() {
        try {
            return running().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Refusal.FAILED;
        }
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("It was not started");
        }
        return started;
    }

    private void launch() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command()).directory(home.folder().toFile()).redirectErrorStream(true);
        Process started = builder.start();
        process = started;
        Thread reader = new Thread(() -> read(started), "openfire-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** As its own bin/openfire.sh starts it, with the flags that this machine was started with. */
    private List<String> command() throws IOException {
        Path lib = home.folder().resolve("lib");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-DopenfireHome=" + home.folder());
        command.add("-Dopenfire.lib.dir=" + lib);
        command.add("-Dlog4j.configurationFile=" + lib.resolve("log4j2.xml").toUri() + ","
                + loggingBeside().toUri());
        command.add("-Dlog4j2.formatMsgNoLookups=true");
        command.add("-Djava.security.properties=" + home.folder().resolve("resources/security/java.security"));
        command.add("-Djdk.tls.server.enableStatusRequestExtension=true");
        command.add("-Dcom.sun.security.enableCRLDP=true");
        command.add("-Djdk.tls.ephemeralDHKeySize=matched");
        command.add("-Djsse.SSLEngine.acceptLargeFragments=true");
        command.addAll(List.of("-jar", lib.resolve("startup.jar").toString()));
        return command;
    }

    /** Log4j merges it with the server's own, https://logging.apache.org/log4j/2.x/manual/configuration.html. */
    private Path loggingBeside() throws IOException {
        Path file = home.folder().resolve("conf/hearth-log4j2.xml");
        try (InputStream in = InstalledEngine.class.getResourceAsStream("hearth-log4j2.xml")) {
            if (in == null) {
                throw new IOException("missing in the jar: hearth-log4j2.xml");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private void read(Process started) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                take(line);
            }
        } catch (IOException ended) {
            // The process has.
        }
    }

    private synchronized void take(String line) {
        if (FOR_PEOPLE.matcher(line).matches()) {
            console.say(line.startsWith("SMS to ") ? line : LogLayout.mask(line));
        }
        Matcher plugin = LOADED.matcher(line);
        if (plugin.matches()) {
            loaded.add(plugin.group(1));
        }
        lastLines.add(line);
        if (lastLines.size() > LINES_IN_FAILURE) {
            lastLines.remove();
        }
        if (line.equals(ALL_LOADED)) {
            allLoaded = true;
            notifyAll();
        }
    }

    private synchronized void awaitPlugins(List<String> plugins) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!allLoaded) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !running().isAlive()) {
                running().destroyForcibly();
                throw new Refusal("The Openfire in " + home.folder() + " did not start; its log is in "
                        + home.folder().resolve("logs") + ". It printed:\n" + String.join("\n", lastLines));
            }
            pause(() -> wait(Math.min(left, LOOK_AGAIN.toMillis())));
        }
        List<String> missing =
                plugins.stream().filter(name -> !loaded.contains(name)).toList();
        if (!missing.isEmpty()) {
            stop();
            throw new Refusal("These plugins did not start: " + String.join(", ", missing) + "; the reason is in "
                    + home.folder().resolve("logs/openfire.log") + ".");
        }
    }

    private void awaitPorts() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!options.ports().areServed()) {
            if (System.nanoTime() > end || !running().isAlive()) {
                stop();
                throw new Refusal("The Openfire in " + home.folder() + " does not listen; the reason is in "
                        + home.folder().resolve("logs/openfire.log") + ".");
            }
            pause(() -> TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos()));
        }
    }

    @FunctionalInterface
    private interface Pause {
        void take() throws InterruptedException;
    }

    private static void pause(Pause pause) {
        try {
            pause.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted while starting.");
        }
    }
}
