package im.hearth.groups.chat;

import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Said;
import im.hearth.messages.MessageKind;
import java.util.Optional;
import org.xmpp.packet.Message;

/** What a member's client sends to a room, as features see it. */
record IncomingGroupMessage(Message stanza, String room, GroupArchive archive) implements Incoming {
    @Override
    public String sender() {
        return stanza.getFrom().toBareJID();
    }

    @Override
    public String type() {
        return GroupTalk.TYPE;
    }

    @Override
    public String conversation() {
        return room;
    }

    @Override
    public Optional<Said> named(String reference) {
        return archive.named(room, reference)
                .filter(message -> message.kind() == MessageKind.MESSAGE)
                .map(GroupTalk::said);
    }
}
