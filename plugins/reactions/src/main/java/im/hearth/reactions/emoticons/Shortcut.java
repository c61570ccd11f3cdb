package im.hearth.reactions.emoticons;

import im.hearth.core.problem.Problem;
import java.util.regex.Pattern;

/** How emoticons are called in words: {@code :name:}, of 2 to 32 small letters, digits, and {@code _+-}. */
public final class Shortcut {
    /** Between its colons. */
    public static final String NAME = "[a-z0-9_+-]{2,32}";

    private static final Pattern SHORTCUT = Pattern.compile(":" + NAME + ":");

    private Shortcut() {}

    /** Whether a text has the form of a shortcut. */
    public static boolean isOne(String text) {
        return SHORTCUT.matcher(text).matches();
    }

    /**
     * The shortcut.
     *
     * @throws Problem INVALID with the field {@code shortcut}
     */
    static String checked(String text) {
        if (!isOne(text)) {
            throw Problem.invalid(
                    "shortcut", "must be :name:, with a name of 2 to 32 characters of a-z, 0-9, _, + and -");
        }
        return text;
    }
}
