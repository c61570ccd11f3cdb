package im.hearth.core.testing;

import im.hearth.core.openfire.ClientSessions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** XMPP sessions of people, in memory: each is a token session that opened it. */
public final class FakeSessions extends ClientSessions {
    private final Map<String, List<String>> streams = new ConcurrentHashMap<>();
    private final List<Packet> delivered = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway") // There is no server.
    public FakeSessions() {
        super(null);
    }

    /** Connects a person with a token of that session. */
    public void connect(String username, String tokenSession) {
        streams.computeIfAbsent(username, name -> new CopyOnWriteArrayList<>()).add(tokenSession);
    }

    /** The token sessions that a person's streams were opened with. */
    public List<String> streams(String username) {
        return List.copyOf(streams.getOrDefault(username, List.of()));
    }

    @Override
    public List<JID> resources(String username) {
        return streams(username).stream()
                .map(session -> new JID(username, "localhost", session, true))
                .toList();
    }

    @Override
    public void endOpenedBy(String username, Predicate<String> tokenSession) {
        streams.getOrDefault(username, new CopyOnWriteArrayList<>()).removeIf(tokenSession);
    }

    /** What was sent to single resources. */
    public List<Packet> delivered() {
        return List.copyOf(delivered);
    }

    @Override
    public void deliver(JID resource, Packet stanza) {
        delivered.add(stanza);
    }

    @Override
    public void endAll(String username) {
        streams.remove(username);
    }
}
