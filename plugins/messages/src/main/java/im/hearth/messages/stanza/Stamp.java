package im.hearth.messages.stanza;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times on the wire, <a href="https://xmpp.org/extensions/xep-0082.html">XEP-0082</a>: RFC 3339, here in UTC. */
public final class Stamp {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Stamp() {}

    /** The stamp of a time, with milliseconds. */
    public static String of(Instant time) {
        return FORM.format(time);
    }

    /** The time of a stamp, with its zone; empty for a text that is none. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
