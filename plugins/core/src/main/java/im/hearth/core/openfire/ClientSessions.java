package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventListener;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.session.Session;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** The XMPP sessions of people: where they are connected. */
public class ClientSessions {
    private final SessionManager sessions;

    /** Which token session opened a stream; forgotten with the stream. 5.x and 4.2 differ in what a session can keep. */
    private final Map<LocalSession, String> openers = Collections.synchronizedMap(new WeakHashMap<>());

    public ClientSessions(SessionManager sessions) {
        this.sessions = sessions;
    }

    /** The full JIDs of a person's connected resources, on all nodes. */
    public List<JID> resources(String username) {
        List<JID> resources = new ArrayList<>();
        for (ClientSession session : sessions.getSessions(username)) {
            resources.add(session.getAddress());
        }
        return resources;
    }

    /**
     * Whether a person sees what comes, on any node: a session is available, its connection is there (not so while
     * XEP-0198 keeps one for a client that has gone), and its client has not said that nobody looks (XEP-0352, which 5.x
     * has).
     */
    public boolean isActive(String username) {
        for (ClientSession session : sessions.getSessions(username)) {
            if (session.getPresence().isAvailable() && !isDetached(session) && !isInactive(session)) {
                return true;
            }
        }
        return false;
    }

    /** Of another node's sessions, 5.x knows it too; 4.2 does not. */
    private static boolean isDetached(ClientSession session) {
        return session instanceof LocalSession local
                ? local.isDetached()
                : Boolean.TRUE.equals(call(session, ClientSession.class, "isDetached"));
    }

    private static boolean isInactive(ClientSession session) {
        Object csi =
                session instanceof LocalClientSession ? call(session, LocalClientSession.class, "getCsiManager") : null;
        return csi != null && Boolean.FALSE.equals(call(csi, csi.getClass(), "isActive"));
    }

    /** What a method answers that not every version has; null where it has none. */
    private static @Nullable Object call(Object target, Class<?> type, String method) {
        try {
            return type.getMethod(method).invoke(target);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** The token session that opened the stream of a resource on this node; empty for one opened otherwise. */
    public Optional<String> openerOf(JID resource) {
        return sessions.getSession(resource) instanceof LocalSession local
                ? Optional.ofNullable(openers.get(local))
                : Optional.empty();
    }

    /** Remembers which token session opened a stream, until the stream ends. */
    public void openedBy(LocalSession session, String tokenSession) {
        openers.put(session, tokenSession);
    }

    /** Tells the username of whoever comes or goes on this node. */
    public Registration onComingOrGoing(Consumer<String> listener) {
        SessionEventListener events = new SessionEventListener() {
            @Override
            public void sessionCreated(Session session) {
                tell(session);
            }

            @Override
            public void sessionDestroyed(Session session) {
                tell(session);
            }

            @Override
            public void anonymousSessionCreated(Session session) {}

            @Override
            public void anonymousSessionDestroyed(Session session) {}

            @Override
            public void resourceBound(Session session) {}

            private void tell(Session session) {
                String username = session.getAddress().getNode();
                if (username != null) {
                    listener.accept(username);
                }
            }
        };
        SessionEventDispatcher.addListener(events);
        return () -> SessionEventDispatcher.removeListener(events);
    }

    /**
     * A login with the password.
     *
     * @param resource what the client calls itself
     * @param address its IP address; empty where that is not known
     */
    public record PasswordLogin(String username, String resource, String address) {}

    /** Tells who logs in on this node with something else than one of our tokens. */
    public Registration onPasswordLogin(Consumer<PasswordLogin> listener) {
        SessionEventListener events = new SessionEventListener() {
            @Override
            public void sessionCreated(Session session) {
                JID address = session.getAddress();
                if (session instanceof LocalSession local && address.getNode() != null && !openers.containsKey(local)) {
                    listener.accept(new PasswordLogin(
                            address.getNode(), Objects.toString(address.getResource(), ""), address(session)));
                }
            }

            @Override
            public void sessionDestroyed(Session session) {}

            @Override
            public void anonymousSessionCreated(Session session) {}

            @Override
            public void anonymousSessionDestroyed(Session session) {}

            @Override
            public void resourceBound(Session session) {}
        };
        SessionEventDispatcher.addListener(events);
        return () -> SessionEventDispatcher.removeListener(events);
    }

    private static String address(Session session) {
        try {
            return Objects.toString(session.getHostAddress(), "");
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** Ends the person's streams on this node that were opened by a token session which the test picks. */
    public void endOpenedBy(String username, Predicate<String> tokenSession) {
        for (ClientSession session : List.copyOf(sessions.getSessions(username))) {
            if (!(session instanceof LocalClientSession local)) {
                continue;
            }
            String opener = openers.get(local);
            if (opener != null && tokenSession.test(opener)) {
                local.close();
            }
        }
    }

    /** Ends all streams of a person. */
    public void endAll(String username) {
        for (ClientSession session : List.copyOf(sessions.getSessions(username))) {
            session.close();
        }
    }

    /** Sends a stanza to one connected resource, whatever its priority; nothing happens if it is gone. */
    public void deliver(JID resource, Packet stanza) {
        ClientSession session = sessions.getSession(resource);
        if (session != null) {
            session.process(stanza);
        }
    }

    /**
     * Sends carbons (XEP-0280, section 6) of a message that the server does not route for one of the sender's XMPP sessions
     * to all of them that asked for carbons, but for the one that it came from.
     */
    public void carbonsOfSent(Message sent) {
        String username = sent.getFrom().getNode();
        for (ClientSession session : sessions.getSessions(username)) {
            if (session.isMessageCarbonsEnabled() && !session.getAddress().equals(sent.getFrom())) {
                session.process(carbon(sent, session.getAddress()));
            }
        }
    }

    private static Message carbon(Message sent, JID to) {
        Message carbon = new Message();
        carbon.setType(sent.getType());
        carbon.setFrom(sent.getFrom().asBareJID());
        carbon.setTo(to);
        Element forwarded = carbon.getElement()
                .addElement(QName.get("sent", "urn:xmpp:carbons:2"))
                .addElement(QName.get("forwarded", "urn:xmpp:forward:0"));
        Element copy = sent.getElement().createCopy();
        copy.setQName(QName.get("message", "jabber:client"));
        for (Element child : copy.elements()) {
            // The server leaves the stanzas' namespace out: a child without one would leave it (<body xmlns=""/>).
            if (child.getNamespaceURI().isEmpty()) {
                child.setQName(QName.get(child.getName(), "jabber:client"));
            }
        }
        forwarded.add(copy);
        return carbon;
    }
}
