package im.hearth.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What to measure.
 *
 * @param parts which tables
 * @param rounds how often the bare engine and Hearth are measured in turn
 * @param seconds how long each measurement lasts
 * @param pairs of XMPP clients
 */
record Options(boolean hsqldb, boolean postgresql, List<Part> parts, int rounds, int seconds, int pairs) {
    static Options parse(List<String> arguments) {
        boolean hsqldb = true;
        boolean postgresql = true;
        List<Part> parts = List.of(Part.values());
        int rounds = 3;
        int seconds = 10;
        int pairs = 100;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--db" -> {
                    String database = rest.remove();
                    hsqldb = !database.equals("postgresql");
                    postgresql = !database.equals("hsqldb");
                }
                case "--only" -> parts = Part.named(rest.remove());
                case "--rounds" -> rounds = Integer.parseInt(rest.remove());
                case "--seconds" -> seconds = Integer.parseInt(rest.remove());
                case "--pairs" -> pairs = Integer.parseInt(rest.remove());
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new Options(hsqldb, postgresql, parts, rounds, seconds, pairs);
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }

    /** Half the measured time, for the compiler of the Java machine. */
    Duration warmUp() {
        return Duration.ofSeconds(Math.max(5, seconds / 2));
    }

    /** Messages a second in the open loop. */
    int openLoopRate() {
        return 1_000;
    }

    /** Connections for REST posts. */
    int connections() {
        return 32;
    }
}
