package im.hearth.people;

import im.hearth.core.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list starts that shows the newest first: after the row of that time and id.
 *
 * @param at epoch milliseconds
 */
public record ListKey(long at, String id) {
    /** Before everything. */
    public static final ListKey START = new ListKey(Long.MAX_VALUE, "");

    /**
     * The key in the text of a cursor; null for the first page.
     *
     * @throws Problem INVALID for one that is not ours
     */
    public static ListKey parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        int space = text.indexOf(' ');
        try {
            return new ListKey(Long.parseLong(text.substring(0, Math.max(0, space))), text.substring(space + 1));
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "is not one that a list gave as next");
        }
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        return at + " " + id;
    }
}
