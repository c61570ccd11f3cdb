package im.hearth.messages.stanza;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Last message correction, <a href="https://xmpp.org/extensions/xep-0308.html">XEP-0308</a>. */
public final class Correction {
    public static final String NAMESPACE = "urn:xmpp:message-correct:0";

    private static final QName REPLACE = QName.get("replace", NAMESPACE);

    private Correction() {}

    /** The id of the message that this one gives new words; empty for one that names none; null for no correction. */
    public static @Nullable String target(Message message) {
        Element replace = message.getElement().element(REPLACE);
        return replace == null ? null : replace.attributeValue("id", "");
    }

    /** Makes the message a correction of the one with that id. */
    public static void add(Message message, String id) {
        message.getElement().addElement(REPLACE).addAttribute("id", id);
    }
}
