package im.hearth.core.rest;

import im.hearth.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Cursors are opaque: the key of the row before the page, in Base64url. */
public final class Cursor {
    private static final String MARK = "1:";

    private Cursor() {}

    /** The cursor for a key. */
    public static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + key).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key of a cursor; null for none.
     *
     * @throws Problem of kind INVALID on {@code cursor} for one that we did not make
     */
    public static @Nullable String decode(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            // PostgreSQL takes no zero character, and no key of ours has one.
            if (text.startsWith(MARK) && text.indexOf('\0') < 0) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException e) {
            // Not Base64url: not one of ours, said below.
        }
        throw Problem.invalid("cursor", "is not one that a list gave as next");
    }
}
