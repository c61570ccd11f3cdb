package im.hearth.messages.stanza;

import java.io.StringReader;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.xml.sax.SAXException;

/**
 * Reads stanzas that the archive keeps. Making one costs twice what reading a stanza does (measured): a page takes one for all
 * of its stanzas. For one thread.
 */
public final class StanzaParser {
    private static final String ROOT = "<message";

    private final SAXReader reader;

    public StanzaParser() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            reader = new SAXReader(factory.newSAXParser().getXMLReader());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("This Java cannot read XML", e);
        }
    }

    /** An archived stanza as an element in the namespace {@code jabber:client}, as it goes into a forwarded one. */
    public Element parse(String xml) {
        // The server leaves the namespace of its stanzas out; its elements must not come to be in another one.
        String named = xml.startsWith(ROOT + " xmlns=")
                ? xml
                : ROOT + " xmlns=\"jabber:client\"" + xml.substring(ROOT.length());
        try {
            Element element = reader.read(new StringReader(named)).getRootElement();
            element.detach();
            return element;
        } catch (DocumentException e) {
            throw new IllegalStateException("The archive holds a stanza that is not XML", e);
        }
    }
}
