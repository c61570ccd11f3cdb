package im.hearth.push.send;

import java.nio.charset.StandardCharsets;

/** The beginning of a text: a push holds 4 KiB, a message more. */
public final class Excerpt {
    private static final String MORE = "…";

    private Excerpt() {}

    /** The text, or what of it fits into so many bytes of UTF-8 with an ellipsis; no character is cut in two. */
    public static String of(String text, int bytes) {
        if (length(text) <= bytes) {
            return text;
        }
        int room = bytes - length(MORE);
        int end = 0;
        while (true) {
            int next = text.offsetByCodePoints(end, 1);
            room -= length(text.substring(end, next));
            if (room < 0) {
                return text.substring(0, end) + MORE;
            }
            end = next;
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
