package im.hearth.core.accounts;

import im.hearth.core.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What a person may be called: 1 to 100 characters, none of them a control or a change of direction. */
public final class DisplayName {
    public static final int MOST = 100;

    private DisplayName() {}

    /**
     * The name without white space around it; null for an empty one.
     *
     * @throws Problem of kind INVALID on the field {@code name}, with the reason
     */
    public static @Nullable String parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String name = text.strip();
        if (name.codePointCount(0, name.length()) > MOST) {
            throw Problem.invalid("name", "must have at most " + MOST + " characters");
        }
        if (name.codePoints().anyMatch(DisplayName::isForbidden)) {
            throw Problem.invalid("name", "holds a control or direction-changing character");
        }
        return name;
    }

    private static boolean isForbidden(int codePoint) {
        // U+200C and U+200D join and part letters in Persian, Indic scripts and emoji: names need them.
        return codePoint != 0x200C && codePoint != 0x200D && Username.isHidden(codePoint);
    }
}
