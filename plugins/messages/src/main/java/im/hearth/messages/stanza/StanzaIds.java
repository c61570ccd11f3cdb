package im.hearth.messages.stanza;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Unique and stable stanza ids, <a href="https://xmpp.org/extensions/xep-0359.html">XEP-0359</a>. */
public final class StanzaIds {
    public static final String NAMESPACE = "urn:xmpp:sid:0";

    private static final QName STANZA_ID = QName.get("stanza-id", NAMESPACE);
    private static final QName ORIGIN_ID = QName.get("origin-id", NAMESPACE);

    private StanzaIds() {}

    /** Says under which id an archive, that of a bare JID, has the message. */
    public static void add(Message message, String id, String by) {
        add(message.getElement(), id, by);
    }

    /** As {@link #add(Message, String, String)}, on the element of a message. */
    public static void add(Element message, String id, String by) {
        message.addElement(STANZA_ID).addAttribute("id", id).addAttribute("by", by);
    }

    /**
     * Takes out the ids that only this server may give: those by its domain, by an address on it, by a service of it, and
     * those by nobody (section 5, business rules on spoofing).
     *
     * @return the ids that were claimed
     */
    public static List<String> strip(Message message, String domain) {
        List<Element> found = message.getElement().elements(STANZA_ID);
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> claimed = new ArrayList<>();
        for (Element element : List.copyOf(found)) {
            if (isOurs(element.attributeValue("by"), domain)) {
                message.getElement().remove(element);
                String id = element.attributeValue("id");
                if (id != null) {
                    claimed.add(id);
                }
            }
        }
        return claimed;
    }

    private static boolean isOurs(@Nullable String by, String domain) {
        if (by == null) {
            return true;
        }
        int slash = by.indexOf('/');
        String bare = slash < 0 ? by : by.substring(0, slash);
        String host = bare.substring(bare.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return host.isEmpty() || host.equals(domain) || host.endsWith("." + domain);
    }

    /** Gives the message an origin id. */
    public static void addOrigin(Message message, String id) {
        message.getElement().addElement(ORIGIN_ID).addAttribute("id", id);
    }

    /**
     * The id by which others refer to the message: the stanza's own (XEP-0308, section 3; XEP-0424 1.0, section 3), or
     * the origin id where it has none; null for neither.
     */
    public static @Nullable String reference(Message message) {
        String id = message.getID();
        if (id != null && !id.isEmpty()) {
            return id;
        }
        Element origin = message.getElement().element(ORIGIN_ID);
        return origin == null ? null : origin.attributeValue("id");
    }
}
