package im.hearth.messages.stanza;

import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.Message;

/**
 * Which messages the archive keeps: what a client must see again (XEP-0313, section 6.1.1, and the hints of XEP-0334,
 * which win). Not what only matters now, such as typing notes (XEP-0085) and receipts (XEP-0184).
 */
public final class StoragePolicy {
    /** Extensions that are worth keeping without a body. */
    private static final Set<String> KEPT =
            Set.of("urn:xmpp:reactions:0", Retraction.NAMESPACE, "urn:fluux:poll:0", ChatMarker.NAMESPACE);

    private static final QName REACTIONS = QName.get("reactions", "urn:xmpp:reactions:0");
    private static final QName POLL_CLOSED = QName.get("poll-closed", "urn:fluux:poll:0");

    private StoragePolicy() {}

    /** Whether people talk to people by a message of this type. */
    public static boolean isTalk(Message message) {
        return message.getType() == Message.Type.chat || message.getType() == Message.Type.normal;
    }

    /** Whether the archive of a person keeps the message. */
    public static boolean keeps(Message message) {
        return isTalk(message) && isKept(message);
    }

    /** Whether an archive keeps a message that says this, whatever its type. */
    public static boolean isKept(Message message) {
        if (Hints.forbidToStore(message)) {
            return false;
        }
        return hasBody(message) || Hints.askToStore(message) || isWorthKeeping(message);
    }

    /** Whether the message says something itself, rather than something about another message. */
    public static boolean says(Message message) {
        // A reaction may carry a body for clients that do not know reactions (XEP-0444, section 4), as may the end of a
        // poll.
        return hasBody(message)
                && message.getElement().element(REACTIONS) == null
                && message.getElement().element(POLL_CLOSED) == null;
    }

    private static boolean hasBody(Message message) {
        String body = message.getBody();
        return body != null && !body.isEmpty();
    }

    private static boolean isWorthKeeping(Message message) {
        for (Element child : message.getElement().elements()) {
            // That a message can be marked is about that message only.
            if (KEPT.contains(child.getNamespaceURI()) && !child.getName().equals("markable")) {
                return true;
            }
        }
        return false;
    }
}
