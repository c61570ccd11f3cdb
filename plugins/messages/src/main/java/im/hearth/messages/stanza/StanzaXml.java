package im.hearth.messages.stanza;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.StringReader;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.io.SAXReader;
import org.xml.sax.SAXException;
import org.xmpp.packet.Message;

/** Messages as the archive keeps them: the stanza's XML as its sender sent it. */
public final class StanzaXml {
    private static final String CLIENT = "jabber:client";
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

    /** An archived stanza as an element in the namespace {@code jabber:client}, as it goes into a forwarded one. */
    public static Element read(String xml) {
        // The server leaves the namespace of its stanzas out; its elements must not come to be in another one.
        String named = xml.startsWith("<message xmlns=") ? xml : "<message xmlns=\"" + CLIENT + "\"" + xml.substring(8);
        try {
            Element element = reader().read(new StringReader(named)).getRootElement();
            element.detach();
            return element;
        } catch (DocumentException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("The archive holds a stanza that is not XML", e);
        }
    }

    private static SAXReader reader() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return new SAXReader(factory.newSAXParser().getXMLReader());
    }
}
