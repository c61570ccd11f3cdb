package im.hearth.reports;

import im.hearth.core.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What people write about reports: at most 1,000 characters (code points) that XML can hold. */
public final class Words {
    public static final int MOST = 1_000;

    private Words() {}

    /**
     * The words without white space around them; null for none.
     *
     * @throws Problem INVALID on the field
     */
    public static @Nullable String optional(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String words = text.strip();
        if (words.codePointCount(0, words.length()) > MOST) {
            throw Problem.invalid(field, "must have at most " + MOST + " characters");
        }
        if (words.codePoints().anyMatch(Words::isForbidden)) {
            throw Problem.invalid(field, "holds a character that is none of a text");
        }
        return words;
    }

    /** As much of it as may be kept, for where nobody can be told that it is too long. */
    static @Nullable String shortened(@Nullable String text) {
        return text == null || text.codePointCount(0, text.length()) <= MOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST));
    }

    /** As {@link #optional}, and there must be some. */
    public static String required(String field, @Nullable String text) {
        String words = optional(field, text);
        if (words == null) {
            throw Problem.invalid(field, "is required");
        }
        return words;
    }

    /** Not of XML 1.0, section 2.2. */
    private static boolean isForbidden(int c) {
        boolean isControl = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        boolean isHalf = c >= 0xD800 && c < 0xE000;
        return isControl || isHalf || c == 0xFFFE || c == 0xFFFF;
    }
}
