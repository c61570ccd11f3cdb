package im.hearth.messages;

import org.jspecify.annotations.Nullable;

/**
 * A stanza that is to be archived.
 *
 * @param sender bare JID
 * @param receiver bare JID
 * @param receiverReads whether the receiver can mark it read here: a person of this server, and not the sender
 * @param originId the id that the sender's client gave the stanza; null for none
 * @param stanza the stanza's XML, as it came, without ids of ours
 * @param body what it says, without the quotation of a reply; null for nothing
 * @param replyTo the message that it answers, or takes back; null for none
 */
public record Draft(
        MessageKind kind,
        String sender,
        String receiver,
        boolean receiverReads,
        @Nullable String originId,
        String stanza,
        @Nullable String body,
        @Nullable Long replyTo) {
    /** How long an origin id may be to be kept: longer ones cannot be referred to. */
    public static final int LONGEST_ORIGIN_ID = 255;

    public Draft {
        if (originId != null && (originId.isEmpty() || originId.length() > LONGEST_ORIGIN_ID)) {
            originId = null;
        }
    }

    /** The same stanza, saying that. */
    public Draft saying(@Nullable String words) {
        return new Draft(kind, sender, receiver, receiverReads, originId, stanza, words, replyTo);
    }

    /** The same stanza, about that message. */
    Draft about(long message) {
        return new Draft(kind, sender, receiver, receiverReads, originId, stanza, body, message);
    }

    /** The key of the conversation that it is part of. */
    public String conversation() {
        return Conversation.of(sender, receiver);
    }
}
