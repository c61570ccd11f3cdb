package im.hearth.it;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.filter.StanzaIdFilter;
import org.jivesoftware.smack.packet.IQ;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.impl.JidCreate;

/** Requests (IQ) whose payload is XML as it is, for what Smack has no class for. */
final class Raw extends IQ {
    private static final Pattern ROOT =
            Pattern.compile("<([\\w-]+) xmlns='([^']+)'([^>]*?)(?:/>|>(.*)</\\1>)", Pattern.DOTALL);

    private final String attributes;
    private final @Nullable String content;

    private Raw(Matcher root) {
        super(root.group(1), root.group(2));
        this.attributes = root.group(3);
        this.content = root.group(4);
    }

    /**
     * Asks and waits.
     *
     * @param type get or set
     * @param to null for one's own account
     * @param payload its first attribute is its namespace
     * @return the XML of the answer, an error too
     */
    static String ask(Xmpp client, String type, @Nullable String to, String payload) {
        Matcher root = ROOT.matcher(payload);
        if (!root.matches()) {
            throw new IllegalArgumentException(payload);
        }
        Raw request = new Raw(root);
        request.setType(IQ.Type.fromString(type));
        if (to != null) {
            request.setTo(JidCreate.fromOrThrowUnchecked(to));
        }
        try {
            return client.connection()
                    .createStanzaCollectorAndSend(new StanzaIdFilter(request.getStanzaId()), request)
                    .nextResult(Duration.ofSeconds(20).toMillis())
                    .toXML()
                    .toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
        xml.append(attributes);
        if (content == null) {
            xml.setEmptyElement();
        } else {
            xml.rightAngleBracket().append(content);
        }
        return xml;
    }
}
