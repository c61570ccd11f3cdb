package im.hearth.core.stanza;

import org.xmpp.packet.Presence;

/** Looks at a presence stanza that a client of this server sent, before the server handles it. */
@FunctionalInterface
public interface PresenceGate {
    /**
     * Lets the presence pass, maybe with additions; runs in the client's thread.
     *
     * @param presence of any type (RFC 6121, section 4.7.1), from the client's full JID; {@code to} is missing where it is
     *     for all who may see it
     * @throws im.hearth.core.problem.Problem to refuse it: the client gets the stanza error, nobody else gets anything
     * @throws Withheld to keep it, without an error
     */
    void admit(Presence presence);
}
