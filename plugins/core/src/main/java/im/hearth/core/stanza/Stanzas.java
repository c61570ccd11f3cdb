package im.hearth.core.stanza;

import im.hearth.core.openfire.ClientSessions;
import im.hearth.core.openfire.StanzaErrors;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** The one interceptor of stanzas. Features add their gates here and never an interceptor of their own. */
public final class Stanzas implements PacketInterceptor {
    /** Wraps a request on its way to {@link #serve}: by an interceptor it could only be refused, not answered. */
    public static final String REQUEST = "request";

    /** See {@link #REQUEST}. */
    public static final String NAMESPACE = "urn:hearth:request:0";

    /** The slug of the problem of who sends something to whom they block; XEP-0191, section 3.3, has an error for it. */
    public static final String BLOCKED = "blocked";

    private static final Logger log = LoggerFactory.getLogger(Stanzas.class);

    private record Entry(MessageGate.Stage stage, MessageGate gate) {}

    private final List<Entry> gates = new CopyOnWriteArrayList<>();
    private final List<RequestDoor> doors = new CopyOnWriteArrayList<>();
    private final List<Predicate<Message>> lasts = new CopyOnWriteArrayList<>();
    private final List<PresenceGate> presenceGates = new CopyOnWriteArrayList<>();
    private final Router router;
    private final ClientSessions sessions;
    private final String domain;

    /**
     * An interceptor.
     *
     * @param domain the XMPP domain of this server
     */
    public Stanzas(Router router, ClientSessions sessions, String domain) {
        this.router = router;
        this.sessions = sessions;
        this.domain = domain;
    }

    /** Adds a gate for messages from this server's clients. */
    public synchronized Registration onMessage(MessageGate.Stage stage, MessageGate gate) {
        Entry entry = new Entry(stage, gate);
        gates.add(entry);
        gates.sort(Comparator.comparing(Entry::stage));
        return () -> gates.remove(entry);
    }

    /** Adds a gate for presence from this server's clients. */
    public Registration onPresence(PresenceGate gate) {
        presenceGates.add(gate);
        return () -> presenceGates.remove(gate);
    }

    /** Adds a door for requests of this server's clients, before the server serves them. */
    public Registration onRequest(RequestDoor door) {
        doors.add(door);
        return () -> doors.remove(door);
    }

    /**
     * Adds a last question about messages that have passed all gates: whether they go on to their receivers. One that
     * does not is lost without a word to its sender.
     */
    public Registration beforeDelivery(Predicate<Message> reaches) {
        lasts.add(reaches);
        return () -> lasts.remove(reaches);
    }

    @Override
    public void interceptPacket(Packet packet, @Nullable Session session, boolean incoming, boolean processed)
            throws PacketRejectedException {
        if (incoming && !processed && packet instanceof IQ request && session instanceof ClientSession) {
            redirect(request, session);
            return;
        }
        if (incoming && !processed && packet instanceof Presence presence && session instanceof ClientSession) {
            admit(presence, session);
            return;
        }
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
            if (lasts.stream().allMatch(last -> last.test(message))) {
                return;
            }
        } catch (Withheld done) {
            throw new PacketRejectedException();
        } catch (Problem problem) {
            refuse(message, session, problem);
        } catch (RuntimeException e) {
            log.error("A message could not be checked, so it is refused", e);
            refuse(message, session, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
        }
        throw new PacketRejectedException();
    }

    private void admit(Presence presence, Session session) throws PacketRejectedException {
        if (router.isRouting() || !isFromClient(presence, session)) {
            return;
        }
        try {
            for (PresenceGate gate : presenceGates) {
                gate.admit(presence);
            }
        } catch (Withheld done) {
            // The server answers presence that is rejected; what is said about subscriptions to itself it drops.
            presence.setType(Presence.Type.unsubscribed);
            presence.setTo(domain);
        } catch (Problem problem) {
            if (presence.getType() != Presence.Type.error) {
                session.process(StanzaErrors.reply(presence, problem));
            }
            throw new PacketRejectedException();
        } catch (RuntimeException e) {
            // Nobody is offline because something of ours failed.
            log.error("A presence could not be looked at, and passes as it is", e);
        }
    }

    private void redirect(IQ request, Session session) {
        if (router.isRouting() || !request.isRequest() || !isFromClient(request, session)) {
            return;
        }
        Element payload = request.getChildElement();
        if (payload == null || doors.stream().noneMatch(door -> door.wants(request))) {
            return;
        }
        payload.detach();
        JID to = request.getTo();
        Element wrapper = request.setChildElement(REQUEST, NAMESPACE);
        // Without an address it is for the sender's own account (RFC 6120, section 10.3.3).
        wrapper.addAttribute("to", to == null ? null : to.toString());
        wrapper.add(payload);
        request.setTo(domain);
    }

    /** Serves a request that was wrapped; null where the server answers it itself. */
    public @Nullable IQ serve(IQ wrapped) {
        IQ request = unwrap(wrapped);
        try {
            for (RequestDoor door : doors) {
                if (door.wants(request)) {
                    Optional<IQ> answer = door.serve(request);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            }
        } catch (Problem problem) {
            IQ refusal = StanzaErrors.reply(request, problem);
            if (problem.slug().equals(BLOCKED)) {
                sessions.deliverDespiteBlocks(request.getFrom(), refusal);
                return null;
            }
            return refusal;
        } catch (RuntimeException e) {
            log.error("A request of {} failed", request.getChildElement().getNamespaceURI(), e);
            return StanzaErrors.reply(
                    request, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
        }
        router.route(request);
        return null;
    }

    private static IQ unwrap(IQ wrapped) {
        Element wrapper = wrapped.getChildElement();
        IQ request = new IQ(wrapped.getType(), wrapped.getID());
        request.setFrom(wrapped.getFrom());
        String to = wrapper.attributeValue("to");
        if (wrapper.elements().isEmpty()) {
            throw Problem.of(Kind.BAD_REQUEST, "Send the request itself.");
        }
        try {
            request.setTo(to == null ? null : new JID(to));
        } catch (IllegalArgumentException e) {
            throw Problem.of(Kind.BAD_REQUEST, "Send the request itself.");
        }
        request.setChildElement(wrapper.elements().get(0).createCopy());
        return request;
    }

    private static boolean isFromClient(Packet packet, Session session) {
        return packet.getFrom() != null && packet.getFrom().equals(session.getAddress());
    }

    private void refuse(Message message, Session session, Problem problem) throws PacketRejectedException {
        if (message.getType() != Message.Type.error) {
            Message reply = StanzaErrors.reply(message, problem);
            if (problem.slug().equals(BLOCKED)) {
                ClientSessions.deliverDespiteBlocks(session, reply);
            } else {
                session.process(reply);
            }
        }
        throw new PacketRejectedException();
    }
}
