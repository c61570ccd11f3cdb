package im.hearth.core.stanza;

import org.xmpp.packet.Message;

/** Looks at a message that a client of this server sent, before the server routes it. */
@FunctionalInterface
public interface MessageGate {
    /**
     * Lets the message pass, maybe with additions; runs in the client's thread, so messages of one client come in order.
     *
     * @param message from the client's full JID (the server has seen to that); {@code to} may be missing
     * @throws im.hearth.core.problem.Problem to refuse it: the client gets the stanza error, nobody else gets anything
     * @throws Withheld to keep it, without an error
     */
    void admit(Message message);

    /** The order of gates: checks first, then the archive, which commits; rooms after what all messages have in common. */
    enum Stage {
        CHECK,
        ARCHIVE,
        ROOM
    }
}
