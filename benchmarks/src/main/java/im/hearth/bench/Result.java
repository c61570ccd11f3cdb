package im.hearth.bench;

import java.util.Comparator;
import java.util.List;

/**
 * What a run gave.
 *
 * @param latencies of each message, request or file
 * @param seconds how long it ran
 */
record Result(Latencies latencies, double seconds) {
    double perSecond() {
        return latencies.count() / seconds;
    }

    /** The round in the middle, by what it did in a second. */
    static Result middle(List<Result> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Result::perSecond))
                .toList()
                .get(rounds.size() / 2);
    }
}
