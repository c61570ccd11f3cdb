package im.hearth.it;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.carbons.CarbonManager;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import org.jxmpp.stringprep.XmppStringprepException;

/** An XMPP client of somebody, connected and available, that keeps every message it gets. */
record Xmpp(Person person, XMPPTCPConnection connection, BlockingQueue<Message> inbox) implements AutoCloseable {
    static Xmpp withPassword(Person person, String password) {
        return open(
                person,
                builder -> builder.setUsernameAndPassword(person.username(), password)
                        .addEnabledSaslMechanism("SCRAM-SHA-1"),
                true);
    }

    /** By SASL PLAIN, as clients log in that know no SCRAM. */
    static Xmpp withPlainPassword(Person person, String password) {
        return open(
                person,
                builder -> builder.setUsernameAndPassword(person.username(), password)
                        .addEnabledSaslMechanism("PLAIN"),
                true);
    }

    static Xmpp withToken(Person person) {
        return withToken(person, person.access());
    }

    static Xmpp withToken(Person person, String accessToken) {
        OauthBearer.register();
        return open(
                person,
                builder -> builder.setUsernameAndPassword(person.username(), accessToken)
                        .addEnabledSaslMechanism(OauthBearer.NAME),
                true);
    }

    /** Connected, authenticated, but without presence: offline to everybody else. */
    static Xmpp silent(Person person) {
        OauthBearer.register();
        return open(
                person,
                builder -> builder.setUsernameAndPassword(person.username(), person.access())
                        .addEnabledSaslMechanism(OauthBearer.NAME),
                false);
    }

    /** At that resource, and made ready for what others send as soon as it is there. */
    static Xmpp prepared(Person person, String resource, Consumer<XMPPTCPConnection> prepare) {
        OauthBearer.register();
        return open(
                person,
                builder -> builder.setUsernameAndPassword(person.username(), person.access())
                        .setResource(Resourcepart.from(resource))
                        .addEnabledSaslMechanism(OauthBearer.NAME),
                true,
                prepare);
    }

    private interface Change {
        void on(XMPPTCPConnectionConfiguration.Builder builder) throws XmppStringprepException;
    }

    private static Xmpp open(Person person, Change credentials, boolean available) {
        return open(person, credentials, available, connection -> {});
    }

    private static Xmpp open(
            Person person, Change credentials, boolean available, Consumer<XMPPTCPConnection> prepare) {
        try {
            XMPPTCPConnectionConfiguration.Builder builder = XMPPTCPConnectionConfiguration.builder()
                    .setHostAddress(InetAddress.getLoopbackAddress())
                    .setPort(person.hearth().engine().ports().xmpp())
                    .setXmppDomain(person.hearth().domain())
                    .setResource(Resourcepart.from("test" + System.nanoTime()))
                    .setSecurityMode(SecurityMode.ifpossible)
                    .setCustomX509TrustManager(new TrustEverybody())
                    .setHostnameVerifier((host, session) -> true)
                    .setSendPresence(false);
            credentials.on(builder);
            // By itself Smack refuses everybody who asks to see somebody's presence.
            Roster.setDefaultSubscriptionMode(Roster.SubscriptionMode.manual);
            XMPPTCPConnection connection = new XMPPTCPConnection(builder.build());
            connection.setReplyTimeout(Duration.ofSeconds(20).toMillis());
            BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
            connection.addAsyncStanzaListener(stanza -> inbox.add((Message) stanza), StanzaTypeFilter.MESSAGE);
            prepare.accept(connection);
            connection.connect().login();
            if (available) {
                CarbonManager.getInstanceFor(connection).enableCarbons();
                connection.sendStanza(
                        connection.getStanzaFactory().buildPresenceStanza().build());
            }
            Xmpp client = new Xmpp(person, connection, inbox);
            if (available) {
                // Then the server knows the presence.
                client.settle();
            }
            return client;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("could not log in as " + person.username() + ": " + e, e);
        }
    }

    /** The embedded engine makes its certificate itself. */
    private static final class TrustEverybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static EntityBareJid bare(Person person) {
        return JidCreate.entityBareFromOrThrowUnchecked(person.jid());
    }

    /** Sends a chat message with a text; answers its id attribute. */
    String say(Person to, String text) {
        Message message = connection
                .getStanzaFactory()
                .buildMessageStanza()
                .to(bare(to))
                .ofType(Message.Type.chat)
                .setBody(text)
                .build();
        send(message);
        return message.getStanzaId();
    }

    void send(org.jivesoftware.smack.packet.Stanza stanza) {
        try {
            connection.sendStanza(stanza);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Returns once the server has done all that this client asked of it: stanzas of a stream are handled in their order. */
    void settle() {
        try {
            connection.sendIqRequestAndWaitForResponse(new Ping(connection.getXMPPServiceDomain()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The next message that the test wants, out of those that came or come; others are passed over. */
    Message await(Predicate<Message> wanted) {
        long end = System.nanoTime() + Hearth.PATIENCE.toNanos();
        List<Message> others = new java.util.ArrayList<>();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                @Nullable Message message = inbox.poll(left, TimeUnit.NANOSECONDS);
                if (message != null && wanted.test(message)) {
                    return message;
                }
                if (message != null) {
                    others.add(message);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(person.username() + " never got that message, but: "
                + others.stream().map(m -> m.toXML()).toList());
    }

    Message awaitText(String text) {
        return await(message -> text.equals(message.getBody()));
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
