package im.hearth.messages;

import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Stanzas;

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
     * @throws Problem FORBIDDEN to who says something to whom they block
     */
    @Override
    public Kept of(Draft draft) {
        boolean says = draft.kind() == MessageKind.MESSAGE || draft.kind() == MessageKind.EDIT;
        if (says && stops(draft.receiver(), draft.sender())) {
            throw Problem.of(
                    Kind.FORBIDDEN,
                    Stanzas.BLOCKED,
                    "You have blocked this person. Unblock them first to write to them.");
        }
        Kept kept = preferences.of(draft);
        return stops(draft.sender(), draft.receiver()) ? kept.unseen() : kept;
    }

    /** Whether the receiver has blocked the sender; both are bare JIDs. */
    boolean stops(String sender, String receiver) {
        return addresses.isHere(receiver) && people.ties().hasBlocked(addresses.name(receiver), sender);
    }
}
