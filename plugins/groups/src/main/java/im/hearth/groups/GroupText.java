package im.hearth.groups;

import im.hearth.core.accounts.DisplayName;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.XmlText;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a group may be called, and what may be said of it. */
final class GroupText {
    static final int NAME_MOST = DisplayName.MOST;
    static final int DESCRIPTION_MOST = 1_000;
    static final int PICTURE_MOST = 2_000;

    /** Letters and symbols of Unicode that show nothing: Hangul fillers and the empty Braille pattern. */
    private static final String BLANK_LETTERS = "\u115F\u1160\u2800\u3164\uFFA0";

    private GroupText() {}

    /**
     * A name of 1 to 100 characters of which one can be seen.
     *
     * @throws Problem of kind INVALID on {@code name}
     */
    static String name(String text) {
        String name = DisplayName.parse(text);
        if (name == null || name.codePoints().allMatch(GroupText::isUnseen)) {
            throw Problem.invalid("name", "must not be blank");
        }
        if (XmlText.firstForbidden(name) >= 0) {
            throw Problem.invalid("name", "holds a character that no name can hold");
        }
        return name;
    }

    /**
     * A description of at most 1,000 characters; null for an empty one.
     *
     * @throws Problem of kind INVALID on {@code description}
     */
    static @Nullable String description(String text) {
        String description = text.strip().replace("\r\n", "\n").replace('\r', '\n');
        if (description.codePoints().allMatch(GroupText::isUnseen)) {
            return null;
        }
        if (XmlText.firstForbidden(description) >= 0) {
            throw Problem.invalid("description", "holds a character that no description can hold");
        }
        if (description.codePointCount(0, description.length()) > DESCRIPTION_MOST) {
            throw Problem.invalid("description", "must have at most " + DESCRIPTION_MOST + " characters");
        }
        return description;
    }

    /**
     * Where a picture is: an http or https URL, or a path on this server; null for an empty text.
     *
     * @throws Problem of kind INVALID on {@code picture}
     */
    static @Nullable String picture(String text) {
        String picture = text.strip();
        if (picture.isEmpty()) {
            return null;
        }
        if (picture.length() > PICTURE_MOST || !isPlace(picture)) {
            throw Problem.invalid("picture", "must be an http or https URL, such as one that an upload gave");
        }
        return picture;
    }

    private static boolean isPlace(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web ? uri.getHost() != null : uri.getScheme() == null && text.matches("/[^/].*");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isUnseen(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || BLANK_LETTERS.indexOf(codePoint) >= 0;
    }
}
