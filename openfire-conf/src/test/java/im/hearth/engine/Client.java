package im.hearth.engine;

import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.StanzaCollector;
import org.jivesoftware.smack.filter.MessageWithBodiesFilter;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;

/** An XMPP client of an engine under test. */
final class Client implements AutoCloseable {
    private final AbstractXMPPConnection connection;

    private final StanzaCollector messages;

    private Client(AbstractXMPPConnection connection, StanzaCollector messages) {
        this.connection = connection;
        this.messages = messages;
    }

    static Client login(EngineProcess engine, String user, String password) throws Exception {
        XMPPTCPConnectionConfiguration configuration = XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(engine.domain())
                .setHost("127.0.0.1")
                .setPort(engine.ports().xmpp())
                .setSecurityMode(SecurityMode.disabled)
                .setResource("test")
                .build();
        XMPPTCPConnection connection = new XMPPTCPConnection(configuration);
        Roster.getInstanceFor(connection).setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        // Before the login: the server sends what waited right after it.
        StanzaCollector messages = connection.createStanzaCollector(MessageWithBodiesFilter.INSTANCE);
        connection.connect();
        connection.login(user, password);
        return new Client(connection, messages);
    }

    AbstractXMPPConnection connection() {
        return connection;
    }

    /** Messages with a text that came since the login. */
    StanzaCollector messages() {
        return messages;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
