package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.user.PresenceEventDispatcher;
import org.jivesoftware.openfire.user.PresenceEventListener;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/** Who is there: the presence of people, and who may see it (RFC 6121, sections 3 and 4). */
public class ServerPresence {
    private final XMPPServer server;
    private final Capabilities capabilities;

    public ServerPresence(XMPPServer server) {
        this.server = server;
        this.capabilities = new Capabilities(server);
    }

    /**
     * How somebody is there.
     *
     * @param show {@code chat}, {@code away}, {@code xa} or {@code dnd}; null for none of these
     * @param status the person's own words; null for none
     */
    public record Available(@Nullable String show, @Nullable String status) {}

    /** Tells the full JID of each client that becomes available, on this node. */
    public Registration onAvailable(Consumer<JID> listener) {
        PresenceEventListener events = new Changes() {
            @Override
            public void availableSession(ClientSession session, Presence presence) {
                listener.accept(session.getAddress());
            }
        };
        PresenceEventDispatcher.addListener(events);
        return () -> PresenceEventDispatcher.removeListener(events);
    }

    /**
     * The full JIDs of a person's available clients that may want to hear of a node of personal eventing (XEP-0163, section
     * 4.3): all but those of which the server knows that they do not ask for it.
     */
    public List<JID> interested(String username, String node) {
        List<JID> interested = new ArrayList<>();
        for (ClientSession session : server.getSessionManager().getSessions(username)) {
            if (session.getPresence().isAvailable() && capabilities.mayHave(session.getAddress(), node + "+notify")) {
                interested.add(session.getAddress());
            }
        }
        return interested;
    }

    /** Tells the username of whoever comes, goes, or says something else of themselves, on this node. */
    public Registration onChange(Consumer<String> listener) {
        PresenceEventListener events = new Changes() {
            @Override
            public void availableSession(ClientSession session, Presence presence) {
                tell(session);
            }

            @Override
            public void unavailableSession(ClientSession session, Presence presence) {
                tell(session);
            }

            @Override
            public void presenceChanged(ClientSession session, Presence presence) {
                tell(session);
            }

            private void tell(ClientSession session) {
                String username = session.getAddress().getNode();
                if (username != null) {
                    listener.accept(username);
                }
            }
        };
        PresenceEventDispatcher.addListener(events);
        return () -> PresenceEventDispatcher.removeListener(events);
    }

    /** How a person is there, by the resource with the highest priority; empty for somebody who is away. */
    public Optional<Available> of(String username) {
        Collection<Presence> presences = server.getPresenceManager().getPresences(username);
        if (presences == null) {
            return Optional.empty();
        }
        Presence best = null;
        for (Presence presence : presences) {
            if (presence.isAvailable() && (best == null || presence.getPriority() > best.getPriority())) {
                best = presence;
            }
        }
        return Optional.ofNullable(best)
                .map(presence -> new Available(
                        presence.getShow() == null ? null : presence.getShow().name(), presence.getStatus()));
    }

    /**
     * What a person's resources last said of themselves to all, as copies: routing one again, changed, says it in the name of
     * the resource.
     */
    public List<Presence> broadcasts(String username) {
        Collection<Presence> presences = server.getPresenceManager().getPresences(username);
        return presences == null
                ? List.of()
                : presences.stream()
                        .filter(presence -> presence.isAvailable() && presence.getFrom() != null)
                        .map(Presence::createCopy)
                        .toList();
    }

    /** The people of this server who are subscribed to a person's presence, by username. */
    public List<String> subscribers(String username) {
        List<String> subscribers = new ArrayList<>();
        String domain = server.getServerInfo().getXMPPDomain();
        try {
            for (RosterItem item : server.getRosterManager().getRoster(username).getRosterItems()) {
                boolean sees = item.getSubStatus() == RosterItem.SUB_FROM || item.getSubStatus() == RosterItem.SUB_BOTH;
                if (sees
                        && domain.equals(item.getJid().getDomain())
                        && item.getJid().getNode() != null) {
                    subscribers.add(item.getJid().getNode());
                }
            }
        } catch (UserNotFoundException e) {
            return List.of();
        }
        return subscribers;
    }

    /** A listener that does not listen yet. */
    private abstract static class Changes implements PresenceEventListener {
        @Override
        public void availableSession(ClientSession session, Presence presence) {}

        @Override
        public void unavailableSession(ClientSession session, Presence presence) {}

        @Override
        public void presenceChanged(ClientSession session, Presence presence) {}

        @Override
        public void subscribedToPresence(JID subscriber, JID authorizer) {}

        @Override
        public void unsubscribedToPresence(JID unsubscriber, JID recipient) {}
    }
}
