package im.hearth.messages.stanza;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Message retraction, <a href="https://xmpp.org/extensions/xep-0424.html">XEP-0424</a>. */
public final class Retraction {
    public static final String NAMESPACE = "urn:xmpp:message-retract:1";
    public static final String TOMBSTONE_FEATURE = "urn:xmpp:message-retract:1#tombstone";

    /** What a client says that does not know retractions. */
    public static final String FALLBACK =
            "This person took back a message, but your app cannot show that. The message may still be visible to you.";

    private static final QName RETRACT = QName.get("retract", NAMESPACE);
    private static final QName RETRACTED = QName.get("retracted", NAMESPACE);

    private Retraction() {}

    /** The id of the message that this one takes back; empty for one that names none; null for no retraction. */
    public static @Nullable String target(Message message) {
        Element retract = message.getElement().element(RETRACT);
        return retract == null ? null : retract.attributeValue("id", "");
    }

    /** Makes the message a retraction of the one with that id, with words for clients that do not know it. */
    public static void add(Message message, String id) {
        message.getElement().addElement(RETRACT).addAttribute("id", id);
        message.setBody(FALLBACK);
        Fallback.addWhole(message, NAMESPACE);
        Hints.addStore(message);
    }

    /**
     * What the archive keeps of a message that was taken back (section 4): its addresses, its id, and that it was there.
     *
     * @param stanza the archived XML
     * @param retractionId the id of the stanza that took it back
     */
    public static String tombstone(String stanza, String retractionId, Instant at) {
        Element message = new StanzaParser().parse(stanza);
        for (Node child : List.copyOf(message.content())) {
            message.remove(child);
        }
        message.addElement(RETRACTED).addAttribute("id", retractionId).addAttribute("stamp", Stamp.of(at));
        return message.asXML();
    }

    /** The id of the stanza that took a message back, of the message's tombstone; empty for something else. */
    public static Optional<String> retractedBy(String tombstone) {
        Element retracted = new StanzaParser().parse(tombstone).element(RETRACTED);
        return retracted == null ? Optional.empty() : Optional.ofNullable(retracted.attributeValue("id"));
    }
}
