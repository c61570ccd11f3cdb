package im.hearth.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be measured by itself. */
enum Part {
    MESSAGES,
    GROUPS,
    UPLOADS,
    STREAMS,
    HISTORY,
    PUSH;

    void measure(Ground ground, Options options, Report report) throws Exception {
        switch (this) {
            case MESSAGES -> MessageRates.measure(ground, options, report);
            case GROUPS -> GroupFanOut.measure(ground, options, report);
            case UPLOADS -> Uploads.measure(ground, options, report);
            case STREAMS -> StreamLoad.measure(ground, options, report);
            case HISTORY -> HistoryPages.measure(ground, options, report);
            case PUSH -> PushLoad.measure(ground, options, report);
        }
    }

    /** The parts of these names, such as {@code groups,uploads}. */
    static List<Part> named(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
    }
}
