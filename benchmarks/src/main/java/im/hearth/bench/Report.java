package im.hearth.bench;

import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Tables in Markdown, and what is said around them. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, "%n" + format + "%n", arguments);
    }

    /** Begins a table: its first column holds words, the others figures. */
    void columns(String... names) {
        out.println();
        row(List.of(names));
        out.println("|---" + String.join("", Collections.nCopies(names.length - 1, "|---:")) + "|");
    }

    void row(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    static String whole(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }

    static String hundredths(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }

    static String tenths(double figure) {
        return String.format(Locale.ROOT, "%.1f", figure);
    }
}
