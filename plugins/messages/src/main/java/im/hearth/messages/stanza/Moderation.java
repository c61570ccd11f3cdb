package im.hearth.messages.stanza;

import java.time.Instant;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Moderated message retraction, <a href="https://xmpp.org/extensions/xep-0425.html">XEP-0425</a>. */
public final class Moderation {
    public static final String NAMESPACE = "urn:xmpp:message-moderate:1";

    private static final QName RETRACT = QName.get("retract", Retraction.NAMESPACE);
    private static final QName MODERATED = QName.get("moderated", NAMESPACE);

    private Moderation() {}

    /** Whether the element asks for a retraction: the one kind of moderation that there is. */
    public static boolean asksToRetract(Element moderate) {
        return moderate.element(RETRACT) != null;
    }

    /**
     * Makes the message, which the room or the server sends, the retraction of the one with that stanza id.
     *
     * @param by the moderator's address in the room, or the server
     */
    public static void add(Message message, String id, String by, @Nullable String reason) {
        Element retract = message.getElement().addElement(RETRACT).addAttribute("id", id);
        retract.addElement(MODERATED).addAttribute("by", by);
        if (reason != null) {
            retract.addElement(QName.get("reason", Retraction.NAMESPACE)).setText(reason);
        }
        message.setBody("A moderator removed a message, but your app cannot show that.");
        Fallback.addWhole(message, Retraction.NAMESPACE);
        Hints.addStore(message);
    }

    /**
     * What the archive keeps of the message (section 5).
     *
     * @param stanza the archived XML
     * @param id of the stanza that took it away
     */
    public static String tombstone(String stanza, String id, Instant at, String by, @Nullable String reason) {
        Element message = new StanzaParser().parse(Retraction.tombstone(stanza, id, at));
        Element retracted = message.element(QName.get("retracted", Retraction.NAMESPACE));
        retracted.addElement(MODERATED).addAttribute("by", by);
        if (reason != null) {
            retracted.addElement(QName.get("reason", Retraction.NAMESPACE)).setText(reason);
        }
        return message.asXML();
    }
}
