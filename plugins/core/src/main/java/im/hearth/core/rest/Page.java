package im.hearth.core.rest;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list: {@code {"items": […], "next": CURSOR_OR_NULL}}.
 *
 * @param next what to send as {@code cursor} for the page after this one; null after the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /**
     * A page from rows of which one more was asked for than the page holds, so that it shows whether more follow.
     *
     * @param rows at most {@code limit + 1} rows
     * @param key from a row to the position after it; what the store starts from for the next page
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, Cursor.encode(key.apply(items.get(limit - 1))));
    }

    /** The same page of other items. */
    public <U> Page<U> map(Function<T, U> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}
