package im.hearth.messages;

import org.jspecify.annotations.Nullable;

/**
 * Which messages a list shows.
 *
 * @param owner the bare JID of whose list it is
 * @param peer only those with that bare JID; null for all
 * @param unread only those that the owner has not read
 * @param first the least id
 * @param before ids are less than this
 */
public record MessageFilter(String owner, @Nullable String peer, boolean unread, long first, long before) {
    /** Which index serves it. */
    enum Scope {
        ALL,
        CONVERSATION,
        UNREAD,
        UNREAD_OF_CONVERSATION
    }

    Scope scope() {
        if (unread) {
            return peer == null ? Scope.UNREAD : Scope.UNREAD_OF_CONVERSATION;
        }
        return peer == null ? Scope.ALL : Scope.CONVERSATION;
    }

    String conversation() {
        return Conversation.of(owner, peer == null ? owner : peer);
    }

    /** The same, of messages before that one. */
    MessageFilter before(long id) {
        return new MessageFilter(owner, peer, unread, first, Math.min(id, before));
    }
}
