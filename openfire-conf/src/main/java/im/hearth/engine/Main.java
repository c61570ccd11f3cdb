package im.hearth.engine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Runs an engine in the foreground until the process is asked to end. */
public final class Main {
    private static final int JAVA = 17;

    private Main() {}

    /** Exit code 0 after a clean stop, 1 when it cannot start, 2 when an option is wrong. */
    public static void main(String[] arguments) {
        InputStream stdin = System.in;
        Console console = Console.takeOver();
        try {
            run(List.of(arguments), console, stdin);
        } catch (Refusal refusal) {
            console.complain(refusal.line());
            System.exit(refusal.exitCode());
        } catch (Throwable e) {
            LoggerFactory.getLogger(Main.class).error("Hearth did not start", e);
            System.exit(Refusal.FAILED);
        }
    }

    private static void run(List<String> arguments, Console console, InputStream stdin) throws IOException {
        if (Runtime.version().feature() < JAVA) {
            throw new Refusal("Hearth needs Java " + JAVA + " or newer; this is " + Runtime.version() + ".");
        }
        Options options = Options.parse(arguments);
        if (options.help()) {
            console.say(Options.USAGE);
            return;
        }
        if (options.openfireHome().isPresent()) {
            runInstalled(options, OpenfireHome.at(options.openfireHome().orElseThrow()), console, stdin);
            return;
        }
        DataFolder folder = DataFolder.open(options.data());
        Logs.configure(folder.log(), Logs.layout(logFormat()), console);
        options.ports().requireFree();
        // The server polls it for the word exit; ours is not for it.
        System.setIn(InputStream.nullInputStream());

        Engine engine = new Engine(options, folder, new SecureRandom(), Clock.systemUTC());
        Thread stop = new Thread(() -> stop(engine, folder, console), "hearth-stop");
        Optional<String> password = engine.start(chosenPassword());
        Runtime.getRuntime().addShutdownHook(stop);
        Announcement announcement = new Announcement(options, password);
        Files.writeString(
                folder.description(), announcement.json(ProcessHandle.current().pid()));
        console.say(announcement.text(sinceStart()));
        watch(options, stdin);
    }

    private static void runInstalled(Options options, OpenfireHome home, Console console, InputStream stdin) {
        boolean isNew = !home.isSetUp();
        InstalledEngine engine = new InstalledEngine(options, home, new SecureRandom(), console);
        AtomicBoolean stopping = new AtomicBoolean();
        Optional<String> password = engine.start(chosenPassword());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping.set(true);
                            engine.stop();
                            console.say("Hearth stopped.");
                        },
                        "hearth-stop"));
        console.say(
                isNew
                        ? new Announcement(options, password).text(sinceStart())
                        : String.format(
                                Locale.ROOT,
                                "Hearth is ready (%.1f s)%n  %-13s %s in %s, with its own settings%n  %-13s port %s",
                                sinceStart(),
                                "Openfire",
                                home.version(),
                                home.folder(),
                                "Admin",
                                home.adminPort()));
        watch(options, stdin);
        int code = engine.awaitEnd();
        if (!stopping.get()) {
            throw new Refusal("The Openfire in " + home.folder() + " ended by itself (exit code " + code
                    + "); the reason is in " + home.folder().resolve("logs/openfire.log") + ".");
        }
    }

    private static Optional<String> chosenPassword() {
        return Optional.ofNullable(System.getenv("HEARTH_ADMIN_PASSWORD")).filter(given -> !given.isBlank());
    }

    private static String logFormat() {
        return Optional.ofNullable(System.getenv(Logs.FORMAT))
                .filter(given -> !given.isBlank())
                .orElse("text");
    }

    private static void watch(Options options, InputStream stdin) {
        if (options.untilStdinCloses()) {
            Thread watch = new Thread(() -> exitAtEnd(stdin), "hearth-stdin");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static double sinceStart() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
    }

    private static void stop(Engine engine, DataFolder folder, Console console) {
        engine.stop();
        try {
            folder.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(Main.class).warn("The data folder was not closed", e);
        }
        console.say("Hearth stopped.");
    }

    private static void exitAtEnd(InputStream stdin) {
        try {
            while (stdin.read() >= 0) {
                // Nothing is said there.
            }
        } catch (IOException closed) {
            // The same as its end.
        }
        System.exit(0);
    }

    /**
     * What is said when the engine is ready.
     *
     * @param password the administrator's, on the first start only
     */
    record Announcement(Options options, Optional<String> password) {
        /** @param seconds since the process began */
        String text(double seconds) {
            Ports ports = options.ports();
            StringBuilder text = new StringBuilder();
            text.append(String.format(Locale.ROOT, "Hearth is ready (%.1f s)%n", seconds));
            line(text, "Web and API", web());
            line(text, "API docs", web() + "api/docs/");
            line(text, "XMPP", "127.0.0.1:" + ports.xmpp() + " (domain " + options.domain() + ")");
            line(text, "Admin", admin());
            password.ifPresent(
                    secret -> line(text, "Admin login", AdminAccount.NAME + " / " + secret + " (shown this once)"));
            return text.toString().stripTrailing();
        }

        /** The same for programs, without the password. */
        String json(long pid) {
            Ports ports = options.ports();
            return """
                    {
                      "pid": %d,
                      "domain": "%s",
                      "ports": {"xmpp": %d, "web": %d, "webTls": %d, "admin": %d},
                      "urls": {"web": "%s", "docs": "%sapi/docs/", "admin": "%s"},
                      "admin": "%s"
                    }
                    """.formatted(
                            pid,
                            options.domain(),
                            ports.xmpp(),
                            ports.web(),
                            ports.webTls(),
                            ports.admin(),
                            web(),
                            web(),
                            admin(),
                            AdminAccount.NAME);
        }

        private String web() {
            return "http://127.0.0.1:" + options.ports().web() + "/";
        }

        private String admin() {
            return "http://127.0.0.1:" + options.ports().admin() + "/";
        }

        private static void line(StringBuilder text, String name, String value) {
            text.append(String.format("  %-13s %s%n", name, value));
        }
    }
}
