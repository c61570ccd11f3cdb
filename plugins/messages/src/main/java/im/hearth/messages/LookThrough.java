package im.hearth.messages;

import im.hearth.core.rest.Cursor;
import im.hearth.core.rest.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Search where the database has no index of words: a list is read from its latest message on. A page may have fewer
 * messages than asked for, even none, and yet another one after it: see {@link #MOST}.
 */
public final class LookThrough {
    /** How many messages one request looks through; the page then ends there, and the next one goes on. */
    public static final int MOST = 5_000;

    private static final int AT_ONCE = 500;

    private LookThrough() {}

    /** A list of messages. */
    @FunctionalInterface
    public interface Rows {
        /** Its messages with lesser ids, the latest first. */
        List<ChatMessage> before(long id, int limit);
    }

    /**
     * The messages that hold the text, in any case, the latest first.
     *
     * @param before ids are less than this
     */
    public static Page<ChatMessage> find(String text, long before, int limit, Rows list) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<ChatMessage> found = new ArrayList<>();
        long rest = before;
        for (int searched = 0; searched < MOST; searched += AT_ONCE) {
            List<ChatMessage> rows = list.before(rest, AT_ONCE);
            for (ChatMessage row : rows) {
                if (holds(row, wanted)) {
                    found.add(row);
                    if (found.size() > limit) {
                        return Page.of(found, limit, LookThrough::key);
                    }
                }
            }
            if (rows.size() < AT_ONCE) {
                return new Page<>(found, null);
            }
            rest = rows.get(rows.size() - 1).id();
        }
        return new Page<>(found, Cursor.encode(MessageId.text(rest)));
    }

    private static boolean holds(ChatMessage message, String lowerCaseText) {
        String body = message.body();
        return body != null && body.toLowerCase(Locale.ROOT).contains(lowerCaseText);
    }

    private static String key(ChatMessage message) {
        return MessageId.text(message.id());
    }
}
