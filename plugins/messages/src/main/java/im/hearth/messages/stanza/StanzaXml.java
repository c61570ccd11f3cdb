package im.hearth.messages.stanza;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.Message;

/** Messages as the archive keeps them: the stanza's XML as its sender sent it. */
public final class StanzaXml {
    private static final QName PRIVATE = QName.get("private", "urn:xmpp:carbons:2");

    private StanzaXml() {}

    /**
     * The XML of a message, without what concerns its delivery only ({@code <private/>}, XEP-0280, section 9).
     *
     * @throws Problem of kind BAD_REQUEST if it holds a character that XML cannot hold
     */
    public static String write(Message message) {
        Element element = message.getElement();
        if (element.element(PRIVATE) != null) {
            element = element.createCopy();
            element.remove(element.element(PRIVATE));
        }
        String xml = element.asXML();
        if (XmlText.isForbidden(xml)) {
            throw Problem.of(Kind.BAD_REQUEST, "The message holds a character that XML cannot hold.");
        }
        return xml;
    }
}
