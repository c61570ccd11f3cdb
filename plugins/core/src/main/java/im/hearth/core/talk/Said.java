package im.hearth.core.talk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said, as it stands now.
 *
 * @param id its id in the archive; at the doors the same number as text
 * @param type that of the {@link Talk} in which it was said
 * @param conversation the talk's key of the conversation
 * @param with whom the one who looks writes to in this conversation: the bare JID of the other one, or of the room
 * @param author bare JID of who said it
 * @param reference the id by which stanzas name it to those who got it
 * @param body what it says; null for nothing
 * @param at when it was said
 * @param isRetracted whether it was taken back, by whomever
 */
public record Said(
        long id,
        String type,
        String conversation,
        String with,
        String author,
        String reference,
        @Nullable String body,
        Instant at,
        boolean isRetracted) {
    /** The id as the doors write it. */
    public String text() {
        return Long.toString(id);
    }
}
