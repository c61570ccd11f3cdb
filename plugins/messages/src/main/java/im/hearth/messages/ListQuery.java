package im.hearth.messages;

import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.Stamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request for a list of messages says, as ids: a message's id holds its time. */
public final class ListQuery {
    private ListQuery() {}

    /**
     * The least id that is asked for.
     *
     * @param since a time in RFC 3339; null for none
     * @throws Problem INVALID on {@code since}
     */
    public static long first(@Nullable String since) {
        return since == null ? 0 : MessageId.first(time("since", since));
    }

    /**
     * What ids are to be less than.
     *
     * @param cursor the key of the last message of the page before; null for the first page
     * @param until a time in RFC 3339; null for none
     * @throws Problem INVALID on {@code cursor} or {@code until}
     */
    public static long before(@Nullable String cursor, @Nullable String until) {
        return Math.min(ofCursor(cursor), until == null ? Long.MAX_VALUE : after(time("until", until)));
    }

    private static long ofCursor(@Nullable String cursor) {
        return cursor == null
                ? Long.MAX_VALUE
                : MessageId.parse(cursor)
                        .orElseThrow(() -> Problem.invalid("cursor", "is not one that a list gave as next"));
    }

    private static long after(Instant time) {
        long last = MessageId.last(time);
        return last == Long.MAX_VALUE ? last : last + 1;
    }

    private static Instant time(String field, String text) {
        return Stamp.parse(text)
                .orElseThrow(() -> Problem.invalid(field, "is not a time such as 2026-11-23T12:00:00Z"));
    }
}
