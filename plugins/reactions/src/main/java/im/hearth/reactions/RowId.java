package im.hearth.reactions;

import im.hearth.core.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Ids of rows, as the REST door has them in paths and cursors. */
public final class RowId {
    private RowId() {}

    /**
     * The id in a path.
     *
     * @throws Problem NOT_FOUND for what no row has
     */
    public static long of(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.notFound("There is nothing with this id.");
        }
    }

    /**
     * The id before which a page starts.
     *
     * @param key of a cursor; null for the first page
     * @throws Problem INVALID with the field {@code cursor}
     */
    public static long before(@Nullable String key) {
        try {
            return key == null ? Long.MAX_VALUE : Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "is not one that a list gave as next");
        }
    }
}
