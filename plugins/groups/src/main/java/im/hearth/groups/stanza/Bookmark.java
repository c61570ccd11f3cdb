package im.hearth.groups.stanza;

import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Bookmarks in somebody's personal eventing node (XEP-0163),
 * <a href="https://xmpp.org/extensions/xep-0402.html">XEP-0402</a>.
 */
public final class Bookmark {
    public static final String NODE = "urn:xmpp:bookmarks:1";

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final QName FORM = QName.get("x", "jabber:x:data");

    private Bookmark() {}

    /**
     * Makes the node, as XEP-0402, section 3.2, wants it: kept, and open to its owner only. 4.2 does not know publish options,
     * and would make it open to all contacts and forget its items.
     */
    public static IQ createNode(String person, String id) {
        IQ request = request(person, id);
        Element pubsub = request.setChildElement("pubsub", PUBSUB);
        pubsub.addElement("create").addAttribute("node", NODE);
        Element form = pubsub.addElement("configure").addElement(FORM).addAttribute("type", "submit");
        field(form, "FORM_TYPE", "http://jabber.org/protocol/pubsub#node_config");
        field(form, "pubsub#persist_items", "1");
        field(form, "pubsub#max_items", "10000");
        field(form, "pubsub#access_model", "whitelist");
        field(form, "pubsub#send_last_published_item", "never");
        return request;
    }

    /** Bookmarks a room, for clients to join by themselves. */
    public static IQ publish(String person, String id, String room, String name, String nickname) {
        IQ request = request(person, id);
        Element conference = request.setChildElement("pubsub", PUBSUB)
                .addElement("publish")
                .addAttribute("node", NODE)
                .addElement("item")
                .addAttribute("id", room)
                .addElement(QName.get("conference", NODE))
                .addAttribute("name", name)
                .addAttribute("autojoin", "true");
        conference.addElement("nick").setText(nickname);
        return request;
    }

    /** Takes the bookmark of a room away. */
    public static IQ retract(String person, String id, String room) {
        IQ request = request(person, id);
        request.setChildElement("pubsub", PUBSUB)
                .addElement("retract")
                .addAttribute("node", NODE)
                .addAttribute("notify", "true")
                .addElement("item")
                .addAttribute("id", room);
        return request;
    }

    private static void field(Element form, String name, String value) {
        form.addElement("field").addAttribute("var", name).addElement("value").setText(value);
    }

    /** From a person to their own account: both engines know such a request by its lack of an address. */
    private static IQ request(String person, String id) {
        IQ request = new IQ(IQ.Type.set, id);
        request.setFrom(new JID(person));
        return request;
    }
}
