package im.hearth.people.blocks;

import im.hearth.core.openfire.StanzaErrors;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.MessageGate;
import im.hearth.core.stanza.PresenceGate;
import im.hearth.core.stanza.RequestDoor;
import im.hearth.core.stanza.Stanzas;
import im.hearth.core.stanza.Withheld;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Refuses what somebody's client sends to whom they block: {@code not-acceptable} with {@code blocked}
 * (<a href="https://xmpp.org/extensions/xep-0191.html">XEP-0191</a>, section 3.3). Both engines refuse some of it, without the
 * second word.
 *
 * <p>Requests to an account (a bare JID) are answered by this server, and never reach the person: they pass. So does what
 * ends a subscription: it is an act on the sender's own roster.
 */
public final class OutboundBlocks implements MessageGate, RequestDoor, PresenceGate {
    private final Blocks blocks;
    private final BiConsumer<JID, Packet> deliver;

    /**
     * A refusal.
     *
     * @param deliver sends a stanza to a full JID, even in the name of somebody whom its owner blocks
     */
    public OutboundBlocks(Blocks blocks, BiConsumer<JID, Packet> deliver) {
        this.blocks = blocks;
        this.deliver = deliver;
    }

    @Override
    public void admit(Message message) {
        if (isBlocked(message.getFrom(), message.getTo())) {
            throw refusal();
        }
    }

    @Override
    public boolean wants(IQ request) {
        JID to = request.getTo();
        return to != null && to.getResource() != null && isBlocked(request.getFrom(), to);
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        throw refusal();
    }

    @Override
    public void admit(Presence presence) {
        boolean ends = presence.getType() == Presence.Type.unsubscribe
                || presence.getType() == Presence.Type.unsubscribed
                || presence.getType() == Presence.Type.error;
        if (!ends && isBlocked(presence.getFrom(), presence.getTo())) {
            deliver.accept(presence.getFrom(), StanzaErrors.reply(presence, refusal()));
            throw new Withheld();
        }
    }

    private boolean isBlocked(JID from, @Nullable JID to) {
        return to != null
                && to.getNode() != null
                && !to.toBareJID().equals(from.toBareJID())
                && blocks.hasBlocked(from.getNode(), to.toBareJID());
    }

    private static Problem refusal() {
        return Problem.of(
                Kind.FORBIDDEN, Stanzas.BLOCKED, "You have blocked this person. Unblock them first to write to them.");
    }
}
