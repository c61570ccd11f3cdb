package im.hearth.push.devices;

import im.hearth.core.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list starts that shows the newest first: after the row with that number and id.
 *
 * @param at what the list is sorted by
 * @param id a UUID
 */
public record Key(long at, String id) {
    private static final Key START = new Key(Long.MAX_VALUE, "");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * The key in the text of a cursor; null for the first page.
     *
     * @throws Problem INVALID for one that is not ours
     */
    public static Key parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        int space = text.indexOf(' ');
        try {
            return new Key(Long.parseLong(text.substring(0, Math.max(0, space))), text.substring(space + 1));
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "is not one that a list gave as next");
        }
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        return at + " " + id;
    }

    /** Whether a text may be an id: nothing else is asked of the database, which does not take every text. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
