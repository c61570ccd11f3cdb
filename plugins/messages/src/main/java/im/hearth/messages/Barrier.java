package im.hearth.messages;

import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Stanzas;
import im.hearth.messages.stanza.Retraction;
import org.xmpp.packet.Message;

/**
 * What people who have blocked each other get of each other: nothing. Who is blocked cannot tell: what they send is in their
 * own archive as any message, and goes no further.
 */
public final class Barrier implements ArchiveWriter.Keeping {
    private final ArchiveWriter.Keeping preferences;
    private final People people;
    private final Addresses addresses;

    /**
     * A barrier.
     *
     * @param preferences what people keep of what they get
     */
    public Barrier(ArchiveWriter.Keeping preferences, People people, Addresses addresses) {
        this.preferences = preferences;
        this.people = people;
        this.addresses = addresses;
    }

    /**
     * As {@link ArchiveWriter.Keeping#of}.
     *
     * @throws Problem FORBIDDEN to who sends something to whom they block; what they said to them they may take back
     */
    @Override
    public Kept of(Draft draft) {
        if (draft.kind() != MessageKind.RETRACTION && stops(draft.receiver(), draft.sender())) {
            throw Problem.of(
                    Kind.FORBIDDEN,
                    Stanzas.BLOCKED,
                    "You have blocked this person. Unblock them first to write to them.");
        }
        Kept kept = preferences.of(draft);
        return stops(draft.sender(), draft.receiver()) ? kept.unseen() : kept;
    }

    @Override
    public Kept ofMark(Draft mark) {
        Kept kept = preferences.ofMark(mark);
        return isBetween(mark.sender(), mark.receiver()) ? kept.unseen() : kept;
    }

    /**
     * Whether a message goes to its receiver. Of what somebody sends to whom they block, all is refused but a retraction, and
     * a mark of what they have read, which is for their own clients.
     */
    boolean lets(Message message) {
        String sender = message.getFrom().toBareJID();
        String receiver = message.getTo().toBareJID();
        return !stops(sender, receiver) && (Retraction.target(message) != null || !stops(receiver, sender));
    }

    /** Whether one of the two has blocked the other one; both are bare JIDs. */
    private boolean isBetween(String one, String other) {
        return stops(one, other) || stops(other, one);
    }

    /** Whether the receiver has blocked the sender; both are bare JIDs, or addresses in rooms, whom nothing is kept from. */
    boolean stops(String sender, String receiver) {
        return receiver.indexOf('/') < 0
                && addresses.isHere(receiver)
                && people.ties().hasBlocked(addresses.name(receiver), sender);
    }
}
