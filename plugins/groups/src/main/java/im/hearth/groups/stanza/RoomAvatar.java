package im.hearth.groups.stanza;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.Base64;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/** Avatars of rooms, <a href="https://xmpp.org/extensions/xep-0486.html">XEP-0486</a>: in vCards of XEP-0054. */
public final class RoomAvatar {
    public static final String VCARD = "vcard-temp";

    private static final String INFO = "http://jabber.org/protocol/muc#roominfo";
    private static final QName FORM = QName.get("x", "jabber:x:data");

    private RoomAvatar() {}

    /** Puts a picture into a vCard. */
    public static void add(Element card, String mimeType, String base64) {
        Element photo = card.addElement("PHOTO");
        photo.addElement("TYPE").setText(mimeType);
        photo.addElement("BINVAL").setText(base64);
    }

    /**
     * The bytes of the picture in a vCard; null for none.
     *
     * @throws Problem BAD_REQUEST for what is no Base64
     */
    public static byte @Nullable [] content(Element card) {
        Element photo = card.element("PHOTO");
        String binary = photo == null ? null : photo.elementTextTrim("BINVAL");
        if (binary == null || binary.isEmpty()) {
            return null;
        }
        try {
            return Base64.getMimeDecoder().decode(binary);
        } catch (IllegalArgumentException e) {
            throw Problem.of(Kind.BAD_REQUEST, "The picture is not Base64.");
        }
    }

    /** Says in the description of a room which avatar it has (section 3.3). */
    public static void describe(Element query, String hash) {
        Element field = form(query).addElement("field");
        field.addAttribute("var", "muc#roominfo_avatarhash").addAttribute("type", "text-multi");
        field.addElement("value").setText(hash);
    }

    private static Element form(Element query) {
        for (Element form : query.elements(FORM)) {
            for (Element field : form.elements("field")) {
                if ("FORM_TYPE".equals(field.attributeValue("var")) && INFO.equals(field.elementText("value"))) {
                    return form;
                }
            }
        }
        Element form = query.addElement(FORM).addAttribute("type", "result");
        form.addElement("field")
                .addAttribute("var", "FORM_TYPE")
                .addAttribute("type", "hidden")
                .addElement("value")
                .setText(INFO);
        return form;
    }

    /** Tells an occupant which avatar the room has: some clients look for that only (section 4.2). */
    public static Presence presence(String room, JID occupant, String hash) {
        Presence presence = new Presence();
        presence.setFrom(room);
        presence.setTo(occupant);
        presence.addChildElement("x", "vcard-temp:x:update").addElement("photo").setText(hash);
        return presence;
    }
}
