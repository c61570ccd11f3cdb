package im.hearth.messages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands now.
 *
 * @param id see {@link MessageId}
 * @param sender bare JID
 * @param receiver bare JID
 * @param originId the id that the sender's client gave the stanza, by which corrections and markers name it; null for none
 * @param body what it says, after edits, without the quotation of a reply; null where it says nothing or was taken back
 * @param replyTo the message that it answers; null for none
 * @param editedAt when it was last edited; null for never
 * @param retractedAt when its sender took it back; null if that did not happen
 * @param readAt when its receiver read it; null as long as that is not known
 */
public record ChatMessage(
        long id,
        MessageKind kind,
        String sender,
        String receiver,
        @Nullable String originId,
        @Nullable String body,
        @Nullable Long replyTo,
        @Nullable Instant editedAt,
        @Nullable Instant retractedAt,
        @Nullable Instant readAt) {
    /** When it was archived. */
    public Instant timestamp() {
        return MessageId.time(id);
    }

    public boolean isRetracted() {
        return retractedAt != null;
    }

    /** Whether that bare JID wrote it or got it. */
    public boolean involves(String jid) {
        return sender.equals(jid) || receiver.equals(jid);
    }

    /** By what the clients of both know it: the id that its sender's client gave it; ours, if it gave none. */
    public String reference() {
        return originId == null ? MessageId.text(id) : originId;
    }

    /** The key of the conversation that it is part of. */
    public String conversation() {
        return Conversation.of(sender, receiver);
    }
}
