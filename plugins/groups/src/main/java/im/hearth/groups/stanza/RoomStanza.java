package im.hearth.groups.stanza;

import im.hearth.messages.stanza.StanzaXml;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What the archive of a room keeps, XEP-0313, section 6.1.2: the message as the room sends it. */
public final class RoomStanza {
    private static final QName USER = QName.get("x", "http://jabber.org/protocol/muc#user");

    private RoomStanza() {}

    /**
     * The XML of a message as the room sends it to all, and, for the room is non-anonymous, who it was.
     *
     * @param from its address in the room
     * @param person the bare JID behind it; the room's own for what the room itself says
     */
    public static String archived(Message message, String from, String person, String affiliation) {
        Message copy = message.createCopy();
        copy.setFrom(new JID(from));
        copy.setTo((JID) null);
        for (Element forged : List.copyOf(copy.getElement().elements(USER))) {
            copy.getElement().remove(forged);
        }
        if (!from.equals(person)) {
            copy.getElement()
                    .addElement(USER)
                    .addElement("item")
                    .addAttribute("jid", person)
                    .addAttribute("affiliation", affiliation);
        }
        return StanzaXml.write(copy);
    }
}
