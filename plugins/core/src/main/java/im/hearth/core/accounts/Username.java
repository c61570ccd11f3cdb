package im.hearth.core.accounts;

import im.hearth.core.problem.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a username may be: 3 to 32 of a–z, 0–9, dot, hyphen and underscore, beginning with a letter or digit. That is a
 * part of what a JID's local part may hold (RFC 7622, section 3.3) in which nothing looks like something else.
 */
public final class Username {
    public static final int LEAST = 3;
    public static final int MOST = 32;

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "administrator",
            "deleted",
            "hearth",
            "hostmaster",
            "me",
            "moderator",
            "postmaster",
            "root",
            "security",
            "server",
            "support",
            "system",
            "webmaster");

    private Username() {}

    /**
     * The username that a text stands for, in lower case.
     *
     * @throws Problem of kind INVALID on the field {@code username}, with the reason
     */
    public static String parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (name.codePoints().anyMatch(Username::isHidden)) {
            throw wrong("holds an invisible or direction-changing character; use a-z, 0-9, dot, hyphen, underscore");
        }
        if (name.length() < LEAST || name.length() > MOST) {
            throw wrong("must have " + LEAST + " to " + MOST + " characters");
        }
        if (!FORM.matcher(name).matches()) {
            throw wrong("may hold a-z, 0-9, dot, hyphen and underscore, and begins with a letter or digit");
        }
        if (RESERVED.contains(name)) {
            throw wrong("is reserved; choose another one");
        }
        return name;
    }

    /** Characters of Unicode's categories Cf and Cc: zero-width, bidirectional, control. */
    static boolean isHidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT || type == Character.CONTROL;
    }

    private static Problem wrong(String message) {
        return Problem.invalid("username", message);
    }
}
