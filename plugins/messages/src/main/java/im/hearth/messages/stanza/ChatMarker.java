package im.hearth.messages.stanza;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Chat markers, <a href="https://xmpp.org/extensions/xep-0333.html">XEP-0333</a>. */
public final class ChatMarker {
    public static final String NAMESPACE = "urn:xmpp:chat-markers:0";

    private static final QName MARKABLE = QName.get("markable", NAMESPACE);
    private static final QName DISPLAYED = QName.get("displayed", NAMESPACE);

    private ChatMarker() {}

    /** The id of the last message that was displayed; null for no marker. */
    public static @Nullable String displayed(Message message) {
        Element displayed = message.getElement().element(DISPLAYED);
        return displayed == null ? null : displayed.attributeValue("id");
    }

    /** Asks for a marker when the message is displayed. */
    public static void addMarkable(Message message) {
        message.getElement().addElement(MARKABLE);
    }

    /** Makes the message a marker that the one with that id, and all before it, have been displayed. */
    public static void addDisplayed(Message message, String id) {
        message.getElement().addElement(DISPLAYED).addAttribute("id", id);
        Hints.addStore(message);
    }
}
