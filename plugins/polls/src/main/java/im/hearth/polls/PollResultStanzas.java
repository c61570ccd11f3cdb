package im.hearth.polls;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.RequestDoor;
import im.hearth.polls.stanza.PollXml;
import java.util.Optional;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door: how a poll stands, for who asks (section 6 of the specification of {@link PollXml}). A client asks the
 * creator of a poll; the server, which counts, answers instead, whether the creator is there or not (section 11.1). It
 * answers as well where the room, the server or the account of who asks is asked.
 */
public final class PollResultStanzas implements RequestDoor {
    private final Polls polls;
    private final String domain;
    private final String roomDomain;

    public PollResultStanzas(Polls polls, String domain, String roomDomain) {
        this.polls = polls;
        this.domain = domain;
        this.roomDomain = roomDomain;
    }

    @Override
    public boolean wants(IQ request) {
        return request.getType() == IQ.Type.get
                && PollXml.asksResults(request.getChildElement())
                && (request.getTo() == null || isHere(request.getTo()));
    }

    private boolean isHere(JID jid) {
        return domain.equals(jid.getDomain()) || roomDomain.equals(jid.getDomain());
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        Element asked = request.getChildElement();
        String reference = asked.attributeValue("message-id", "");
        if (reference.isEmpty()) {
            throw Problem.of(Kind.BAD_REQUEST, "Name the poll by the id of its message.");
        }
        JID room = room(asked.attributeValue("room"));
        if (room != null && !roomDomain.equals(room.getDomain())) {
            // Of a room of another server we know nothing; its creator's client may.
            return Optional.empty();
        }
        Polls.Standing standing =
                polls.standing(request.getFrom().getNode(), room == null ? with(request) : room.toBareJID(), reference);
        IQ reply = IQ.createResultIQ(request);
        PollXml.setResults(reply, reference, standing.isClosed(), standing.counts());
        return Optional.of(reply);
    }

    private static @Nullable JID room(@Nullable String text) {
        try {
            return text == null ? null : new JID(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(Kind.BAD_REQUEST, "That room is no JID.");
        }
    }

    /** With whom a poll is asked whose room the request does not name; null where that is nobody. */
    private static @Nullable String with(IQ request) {
        JID to = request.getTo();
        boolean isSomebodyElse = to != null
                && to.getNode() != null
                && !to.toBareJID().equals(request.getFrom().toBareJID());
        return isSomebodyElse ? to.toBareJID() : null;
    }
}
