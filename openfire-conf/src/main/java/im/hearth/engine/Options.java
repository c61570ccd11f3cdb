package im.hearth.engine;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line.
 *
 * @param data the folder that everything is kept in
 * @param db a database other than the one in the data folder
 * @param openfireHome the folder of an installed Openfire, to start instead of the embedded engine
 * @param placed the options given that say where a new server is: its ports, domain and database
 * @param plugins folders of plugin jars
 * @param untilStdinCloses whether to stop when standard input ends: so an engine dies with the test that started it
 */
record Options(
        Path data,
        Optional<Path> openfireHome,
        List<String> placed,
        Optional<DatabaseAddress> db,
        Ports ports,
        String domain,
        List<Path> plugins,
        boolean untilStdinCloses,
        boolean help) {
    static final String USAGE = """
            Options:
              --data DIR       where everything is kept (default .hearth)
              --db URL         postgresql://user:password@host:port/name (default: HSQLDB in DIR/db)
              --offset N       add N to every port (XMPP 5222, web 7070 and 7443, admin 9090)
              --ports free     take free ports; or XMPP,WEB,WEB-TLS,ADMIN
              --domain NAME    the domain of the accounts (default localhost)
              --plugins DIR    a folder of plugin jars; may be repeated
              --bare           no plugins
              --openfire-home DIR
                               install the plugins into the Openfire (5.1 or newer) in DIR and start that one; the
                               options above set it up if it never was, else it keeps its settings
              --until-stdin-closes
                               stop when standard input ends""";

    private static final Set<String> PLACING = Set.of("--db", "--offset", "--ports", "--domain");

    /**
     * @throws Refusal with exit code 2 and one line, when an option is unknown or lacks its value
     */
    static Options parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Path data = Path.of(".hearth");
        Optional<Path> openfireHome = Optional.empty();
        List<String> placed = new ArrayList<>();
        Optional<DatabaseAddress> db = Optional.empty();
        Ports ports = Ports.standard(0);
        String domain = "localhost";
        List<Path> plugins = new ArrayList<>();
        boolean bare = false;
        boolean untilStdinCloses = false;
        boolean help = false;
        while (!rest.isEmpty()) {
            String option = rest.remove();
            if (PLACING.contains(option)) {
                placed.add(option);
            }
            switch (option) {
                case "--data" -> data = Path.of(value(option, rest));
                case "--openfire-home" ->
                    openfireHome = Optional.of(
                            Path.of(value(option, rest)).toAbsolutePath().normalize());
                case "--db" -> db = Optional.of(DatabaseAddress.parse(value(option, rest)));
                case "--offset" -> ports = offset(value(option, rest));
                case "--ports" -> ports = ports(value(option, rest));
                case "--domain" -> domain = domain(value(option, rest));
                case "--plugins" -> plugins.add(Path.of(value(option, rest)));
                case "--bare" -> bare = true;
                case "--until-stdin-closes" -> untilStdinCloses = true;
                case "--help", "-h" -> help = true;
                default -> throw new Refusal(Refusal.USAGE, "Unknown option " + option + "; --help lists them.");
            }
        }
        return new Options(
                data.toAbsolutePath().normalize(),
                openfireHome,
                List.copyOf(placed),
                db,
                ports,
                domain,
                bare ? List.of() : List.copyOf(plugins),
                untilStdinCloses,
                help);
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null || value.isBlank() || value.startsWith("--")) {
            throw new Refusal(Refusal.USAGE, option + " needs a value; --help lists the options.");
        }
        return value;
    }

    private static Ports offset(String value) {
        try {
            return Ports.standard(Integer.parseInt(value));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.USAGE, "--offset takes a number that keeps every port between 1 and 65535.");
        }
    }

    private static Ports ports(String value) {
        if (value.equals("free")) {
            return Ports.free();
        }
        try {
            List<Integer> ports =
                    List.of(value.split(",", -1)).stream().map(Integer::valueOf).toList();
            if (ports.size() == 4 && ports.stream().distinct().count() == 4) {
                return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
            }
        } catch (IllegalArgumentException notPorts) {
            // Said below.
        }
        throw new Refusal(Refusal.USAGE, "--ports takes the word free or four different ports XMPP,WEB,WEB-TLS,ADMIN.");
    }

    private static String domain(String value) {
        // RFC 1123, section 2.1, in lower case as the server compares it.
        if (!value.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")) {
            throw new Refusal(Refusal.USAGE, "--domain takes a host name in lower case, such as chat.example.org.");
        }
        return value;
    }
}
