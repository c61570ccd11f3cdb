package im.hearth.people.tags;

import im.hearth.core.problem.Problem;
import java.text.Normalizer;

/** What a tag may say: 1 to 50 characters, none of them a control; also what the name of a roster group may be. */
final class TagText {
    static final int LONGEST = 50;

    private TagText() {}

    /**
     * The tag that a text stands for.
     *
     * @throws Problem INVALID on {@code tag}
     */
    static String parse(String text) {
        if (text.length() > 4 * LONGEST) {
            throw tooLong();
        }
        String tag = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (tag.isEmpty()) {
            throw Problem.invalid("tag", "must not be blank");
        }
        if (tag.codePointCount(0, tag.length()) > LONGEST) {
            throw tooLong();
        }
        if (tag.codePoints().anyMatch(TagText::isForbidden)) {
            throw Problem.invalid("tag", "holds a character that no tag can hold");
        }
        return tag;
    }

    /** Whether the name of a roster group is a tag as it is. */
    static boolean isTag(String group) {
        try {
            return parse(group).equals(group);
        } catch (Problem other) {
            return false;
        }
    }

    /** Controls, halves of characters, and what XML cannot say (XML 1.0, section 2.2). */
    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE || (codePoint & 0xFFFE) == 0xFFFE;
    }

    private static Problem tooLong() {
        return Problem.invalid("tag", "must have at most " + LONGEST + " characters");
    }
}
