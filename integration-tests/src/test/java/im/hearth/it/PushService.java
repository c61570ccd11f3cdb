package im.hearth.it;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.iqrequest.IQRequestHandler.Mode;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.UnparsedIQ;
import org.jivesoftware.smack.provider.IqProvider;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jspecify.annotations.Nullable;

/** The push service of an XMPP app (XEP-0357): a client of somebody, which answers what is published to it. */
final class PushService implements AutoCloseable {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final BlockingQueue<String> published = new LinkedBlockingQueue<>();
    private final @Nullable IqProvider<IQ> provider;
    private final Xmpp client;
    private volatile StanzaError.@Nullable Condition error;

    /** The one of somebody, at a resource that it keeps. */
    PushService(Person person, String resource) {
        // Smack would read it into a class that keeps only what it knows.
        provider = ProviderManager.getIQProvider("pubsub", PUBSUB);
        ProviderManager.removeIQProvider("pubsub", PUBSUB);
        // What waits comes as soon as the service is there.
        client = Xmpp.prepared(
                person,
                resource,
                connection -> connection.registerIQRequestHandler(
                        new AbstractIqRequestHandler("pubsub", PUBSUB, IQ.Type.set, Mode.async) {
                            @Override
                            public IQ handleIQRequest(IQ request) {
                                return answer(request);
                            }
                        }));
    }

    PushService(Hearth hearth) {
        this(hearth.register("service"), "push");
    }

    private IQ answer(IQ request) {
        // Read first: a test that sees what was published may change it.
        StanzaError.Condition condition = error;
        published.add(request.getFrom() + " " + ((UnparsedIQ) request).getContent());
        IQ answer = IQ.createResultIQ(request);
        if (condition != null) {
            // Smack's own way to refuse puts what it could not parse into the answer, unbalanced.
            answer.setType(IQ.Type.error);
            answer.setError(StanzaError.getBuilder(condition).build());
        }
        return answer;
    }

    String jid() {
        return client.connection().getUser().toString();
    }

    /** Answers everything with that error from now on; null for none. */
    void failWith(StanzaError.@Nullable Condition condition) {
        error = condition;
    }

    /** The next thing that is published and that the test wants: in whose name, and its XML. */
    String await(Predicate<String> wanted) {
        StringBuilder others = new StringBuilder();
        long end = System.nanoTime() + Hearth.PATIENCE.toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                String xml = published.poll(left, TimeUnit.NANOSECONDS);
                if (xml != null && wanted.test(xml)) {
                    return xml;
                }
                others.append(xml).append('\n');
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("That was never published, but: " + others);
    }

    /** What was published to that node and not awaited. */
    long rest(String node) {
        return published.stream().filter(xml -> isTo(xml, node)).count();
    }

    static boolean isTo(String xml, String node) {
        return xml.contains("node='" + node + "'") || xml.contains("node=\"" + node + "\"");
    }

    @Override
    public void close() {
        client.close();
        if (provider != null) {
            ProviderManager.addIQProvider("pubsub", PUBSUB, provider);
        }
    }
}
