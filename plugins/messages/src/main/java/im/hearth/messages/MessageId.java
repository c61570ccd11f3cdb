package im.hearth.messages;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * A message's id: when it was archived, in microseconds since 1970, made unique and rising in the order of the commits.
 * In decimal digits it is the stanza-id (XEP-0359), the MAM id (XEP-0313) and the id of the REST door. Because it holds
 * the time, a span of time is a range of ids, and no index on times is needed.
 */
public final class MessageId {
    private static final long MICROS_A_MILLI = 1_000;

    private MessageId() {}

    /** The id of something that happens now, if no other has it. */
    public static long at(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** When the message with that id was archived, to the millisecond. */
    public static Instant time(long id) {
        return Instant.ofEpochMilli(id / MICROS_A_MILLI);
    }

    /** The least id that a message of that time, given to the millisecond or finer, can have. */
    public static long first(Instant time) {
        return clamped(time, 0);
    }

    /** The greatest id that a message of that time has when its time is told in milliseconds. */
    public static long last(Instant time) {
        return clamped(time, MICROS_A_MILLI - 1);
    }

    private static long clamped(Instant time, long more) {
        try {
            return Math.addExact(Math.multiplyExact(time.toEpochMilli(), MICROS_A_MILLI), more);
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? 0 : Long.MAX_VALUE;
        }
    }

    /** The id in its public form. */
    public static String text(long id) {
        return Long.toString(id);
    }

    /** The id that a text is the public form of; empty for a text that is none. */
    public static OptionalLong parse(String text) {
        if (text.isEmpty() || text.length() > 18 || text.charAt(0) == '0') {
            return OptionalLong.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
