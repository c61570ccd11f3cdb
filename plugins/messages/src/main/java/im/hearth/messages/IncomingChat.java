package im.hearth.messages;

import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Said;
import java.util.Optional;
import org.xmpp.packet.Message;

/** A client's message to somebody, as features see it. */
record IncomingChat(Message stanza, Archive archive) implements Incoming {
    @Override
    public String sender() {
        return stanza.getFrom().toBareJID();
    }

    @Override
    public String type() {
        return Chats.TYPE;
    }

    @Override
    public String conversation() {
        return Conversation.of(sender(), stanza.getTo().toBareJID());
    }

    @Override
    public Optional<Said> named(String reference) {
        return archive.named(conversation(), reference)
                .filter(message -> message.kind() == MessageKind.MESSAGE)
                .map(message -> Chats.said(message, sender()));
    }
}
