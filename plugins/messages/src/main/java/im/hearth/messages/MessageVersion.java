package im.hearth.messages;

import java.time.Instant;

/**
 * What a message said from some time on.
 *
 * @param id of the stanza that said so: the message itself, or an edit of it
 */
public record MessageVersion(long id, String body) {
    /** Since when it said that. */
    public Instant timestamp() {
        return MessageId.time(id);
    }
}
