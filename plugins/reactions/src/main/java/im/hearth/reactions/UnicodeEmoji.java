package im.hearth.reactions;

import java.lang.reflect.Method;
import net.fellbaum.jemoji.EmojiManager;
import org.jspecify.annotations.Nullable;

/**
 * What one emoji of Unicode is. First those that are recommended for general interchange, of which the library has a list
 * that grows old; then what <a href="https://unicode.org/reports/tr51/#EBNF_and_Regex">UTS #51, section 1.4.9</a>, makes of
 * emoji characters with modifiers and joiners, each of them known to the library, to Java (21 and later), or reserved by
 * Unicode for emoji to come. Either is one grapheme. Flags and keycaps are those of the list only: two letters that are no
 * region yet may never be one.
 */
final class UnicodeEmoji {
    private static final int JOINER = 0x200D;
    private static final int PRESENTATION = 0xFE0F;

    private static final @Nullable Method IS_EMOJI = isEmojiOfJava();

    private UnicodeEmoji() {}

    /** Whether a text is one emoji, and nothing else. */
    static boolean isOne(String text) {
        return EmojiManager.isEmoji(text) || isSequence(text.codePoints().toArray());
    }

    /** An element, and then any number of a joiner with an element. */
    private static boolean isSequence(int[] points) {
        int next = element(points, 0);
        while (next > 0 && next < points.length && points[next] == JOINER) {
            next = element(points, next + 1);
        }
        return next > 0 && next == points.length;
    }

    /** Where the element that begins there ends; 0 if there is none. */
    private static int element(int[] points, int begin) {
        if (begin >= points.length || !isEmoji(points[begin])) {
            return 0;
        }
        int next = begin + 1;
        boolean isModified = next < points.length && (points[next] == PRESENTATION || isModifier(points[next]));
        return isModified ? next + 1 : next;
    }

    /** The skin tones, emoji themselves (section 2.4). */
    private static boolean isModifier(int point) {
        return point >= 0x1F3FB && point <= 0x1F3FF;
    }

    private static boolean isEmoji(int point) {
        String text = Character.toString(point);
        return EmojiManager.isEmoji(text)
                || isReserved(point)
                || (point > 0xFF && !isRegionalIndicator(point) && isEmojiOfJava(point));
    }

    private static boolean isRegionalIndicator(int point) {
        return point >= 0x1F1E6 && point <= 0x1F1FF;
    }

    /**
     * Unassigned characters with the property Extended_Pictographic, in the blocks from which emoji have come since Unicode
     * 9 (emoji-data.txt of Unicode 15).
     */
    private static boolean isReserved(int point) {
        boolean isInBlock = (point >= 0x1F6D0 && point <= 0x1F6FF)
                || (point >= 0x1F7D5 && point <= 0x1F7FF)
                || (point >= 0x1F90C && point <= 0x1FAFF);
        return isInBlock && Character.getType(point) == Character.UNASSIGNED;
    }

    private static boolean isEmojiOfJava(int point) {
        try {
            return IS_EMOJI != null && Boolean.TRUE.equals(IS_EMOJI.invoke(null, point));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static @Nullable Method isEmojiOfJava() {
        try {
            return Character.class.getMethod("isEmoji", int.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
