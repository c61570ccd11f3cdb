package im.hearth.core.stanza;

import im.hearth.core.openfire.StanzaErrors;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** The one interceptor of stanzas. Features add their gates here and never an interceptor of their own. */
public final class Stanzas implements PacketInterceptor {
    private static final Logger log = LoggerFactory.getLogger(Stanzas.class);

    private record Entry(MessageGate.Stage stage, MessageGate gate) {}

    private final List<Entry> gates = new CopyOnWriteArrayList<>();
    private final Router router;

    public Stanzas(Router router) {
        this.router = router;
    }

    /** Adds a gate for messages from this server's clients. */
    public synchronized Registration onMessage(MessageGate.Stage stage, MessageGate gate) {
        Entry entry = new Entry(stage, gate);
        gates.add(entry);
        gates.sort(Comparator.comparing(Entry::stage));
        return () -> gates.remove(entry);
    }

    @Override
    public void interceptPacket(Packet packet, @Nullable Session session, boolean incoming, boolean processed)
            throws PacketRejectedException {
        if (!incoming
                || processed
                || router.isRouting()
                || !(packet instanceof Message message)
                || !(session instanceof ClientSession)
                || !isFromClient(message, session)) {
            return;
        }
        try {
            for (Entry entry : gates) {
                entry.gate().admit(message);
            }
        } catch (Problem problem) {
            refuse(message, session, problem);
        } catch (RuntimeException e) {
            log.error("A message could not be checked, so it is refused", e);
            refuse(message, session, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
        }
    }

    private static boolean isFromClient(Message message, Session session) {
        return message.getFrom() != null && message.getFrom().equals(session.getAddress());
    }

    private static void refuse(Message message, Session session, Problem problem) throws PacketRejectedException {
        if (message.getType() != Message.Type.error) {
            session.process(StanzaErrors.reply(message, problem));
        }
        throw new PacketRejectedException();
    }
}
