package im.hearth.core.openfire;

import im.hearth.core.commands.AdHocCommands;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.stanza.Stanzas;
import java.util.Set;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/** Problems as stanza errors (RFC 6120, section 8.3). */
public final class StanzaErrors {
    private static final Set<String> ACTIONS = Set.of(AdHocCommands.BAD_ACTION, AdHocCommands.MALFORMED_ACTION);

    private StanzaErrors() {}

    /** The error for a refused message: to its sender, from where it was bound, without its content. */
    public static Message reply(Message refused, Problem problem) {
        Message reply = new Message();
        reply.setID(refused.getID());
        reply.setTo(refused.getFrom());
        reply.setFrom(refused.getTo() == null ? refused.getFrom().asBareJID() : refused.getTo());
        reply.setError(error(problem));
        return reply;
    }

    /** The error for a refused presence, without its content. */
    public static Presence reply(Presence refused, Problem problem) {
        Presence reply = new Presence();
        reply.setID(refused.getID());
        reply.setTo(refused.getFrom());
        reply.setFrom(refused.getTo() == null ? refused.getFrom().asBareJID() : refused.getTo());
        reply.setError(error(problem));
        return reply;
    }

    /** The error for a refused request; that of a command says what of it is wrong (XEP-0050, section 4.4). */
    public static IQ reply(IQ request, Problem problem) {
        IQ reply = IQ.createResultIQ(request);
        if (request.getChildElement() != null) {
            reply.setChildElement(request.getChildElement().createCopy());
        }
        PacketError error = error(problem);
        boolean isCommand = request.getChildElement() != null
                && AdHocCommands.NAMESPACE.equals(request.getChildElement().getNamespaceURI());
        if (isCommand && problem.kind() == Kind.INVALID) {
            error.setApplicationCondition(AdHocCommands.BAD_PAYLOAD, AdHocCommands.NAMESPACE);
        } else if (isCommand && ACTIONS.contains(problem.slug())) {
            error.setApplicationCondition(problem.slug(), AdHocCommands.NAMESPACE);
        }
        reply.setError(error);
        return reply;
    }

    private static PacketError error(Problem problem) {
        if (!problem.slug().equals(Stanzas.BLOCKED)) {
            return problem.kind().stanzaError(problem.detail());
        }
        // XEP-0191, section 3.3.
        PacketError error =
                new PacketError(PacketError.Condition.not_acceptable, PacketError.Type.cancel, problem.detail());
        error.setApplicationCondition("blocked", "urn:xmpp:blocking:errors");
        return error;
    }
}
