package im.hearth.messages.stanza;

import org.dom4j.QName;
import org.xmpp.packet.Message;

/** Message processing hints, <a href="https://xmpp.org/extensions/xep-0334.html">XEP-0334</a>. */
public final class Hints {
    public static final String NAMESPACE = "urn:xmpp:hints";

    private static final QName STORE = QName.get("store", NAMESPACE);
    private static final QName NO_STORE = QName.get("no-store", NAMESPACE);
    private static final QName NO_PERMANENT_STORE = QName.get("no-permanent-store", NAMESPACE);

    private Hints() {}

    /** Asks archives to keep a message that says nothing itself. */
    public static void addStore(Message message) {
        message.getElement().addElement(STORE);
    }

    static boolean askToStore(Message message) {
        return message.getElement().element(STORE) != null;
    }

    static boolean forbidToStore(Message message) {
        return message.getElement().element(NO_STORE) != null
                || message.getElement().element(NO_PERMANENT_STORE) != null;
    }
}
