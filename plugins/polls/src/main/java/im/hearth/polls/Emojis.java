package im.hearth.polls;

import java.util.List;
import java.util.stream.IntStream;

/** The emoji that options have where nobody chose others: the keycaps of the specification, and as many coloured shapes. */
final class Emojis {
    private static final List<String> DEFAULT = List.of(
            "1\uFE0F\u20E3",
            "2\uFE0F\u20E3",
            "3\uFE0F\u20E3",
            "4\uFE0F\u20E3",
            "5\uFE0F\u20E3",
            "6\uFE0F\u20E3",
            "7\uFE0F\u20E3",
            "8\uFE0F\u20E3",
            "9\uFE0F\u20E3",
            "🔟",
            "🔴",
            "🟠",
            "🟡",
            "🟢",
            "🔵",
            "🟣",
            "🟤",
            "⚫",
            "⚪",
            "🔶");

    private Emojis() {}

    /** Options of these texts; without an emoji where there are too many for one each. */
    static List<Choice> number(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Choice(i < DEFAULT.size() ? DEFAULT.get(i) : "", texts.get(i)))
                .toList();
    }

    /** The emoji without variation selectors, which some clients leave out: so two can be compared. */
    static String plain(String emoji) {
        return emoji.replace("\uFE0F", "").replace("\uFE0E", "").strip();
    }
}
