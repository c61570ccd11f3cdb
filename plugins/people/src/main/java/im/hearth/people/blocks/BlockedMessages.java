package im.hearth.people.blocks;

import im.hearth.people.Persons;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Keeps what somebody sends from who has blocked them: it is archived for its sender and carbon-copied to their resources,
 * as any message, and then goes nowhere. An error, which XEP-0191 (section 3.3) would have, tells the sender of the block.
 */
public final class BlockedMessages implements Predicate<Message> {
    private final Blocks blocks;
    private final Persons persons;
    private final Consumer<Message> carbons;

    /**
     * A filter.
     *
     * @param carbons copies a message to the other resources of its sender
     */
    public BlockedMessages(Blocks blocks, Persons persons, Consumer<Message> carbons) {
        this.blocks = blocks;
        this.persons = persons;
        this.carbons = carbons;
    }

    @Override
    public boolean test(Message message) {
        JID to = message.getTo();
        if (to == null || to.getNode() == null) {
            return true;
        }
        String receiver = to.toBareJID();
        String sender = message.getFrom().toBareJID();
        if (!persons.isHere(receiver) || !blocks.hasBlocked(persons.name(receiver), sender)) {
            return true;
        }
        if (message.getType() == Message.Type.chat) {
            carbons.accept(message);
        }
        return false;
    }
}
