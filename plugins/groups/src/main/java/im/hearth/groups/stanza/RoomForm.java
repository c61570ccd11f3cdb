package im.hearth.groups.stanza;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/**
 * The configuration form of a room (XEP-0045, section 10.1.3): a group's name and description are the owner's to change;
 * that it is persistent, members-only, hidden and non-anonymous is what makes it a group.
 *
 * @param name null where the form does not say
 * @param description null where the form does not say
 */
public record RoomForm(
        boolean isSubmitted,
        @Nullable String name,
        @Nullable String description) {
    private static final String TYPE = "http://jabber.org/protocol/muc#roomconfig";
    private static final String NAME = "muc#roomconfig_roomname";
    private static final String DESCRIPTION = "muc#roomconfig_roomdesc";
    private static final QName FORM = QName.get("x", "jabber:x:data");

    /** What is fixed, as 4.2 understands it: 1 and 0, not true and false. */
    private static final List<List<String>> FIXED = List.of(
            List.of("muc#roomconfig_persistentroom", "boolean", "1"),
            List.of("muc#roomconfig_membersonly", "boolean", "1"),
            List.of("muc#roomconfig_publicroom", "boolean", "0"),
            List.of("muc#roomconfig_moderatedroom", "boolean", "0"),
            List.of("muc#roomconfig_passwordprotectedroom", "boolean", "0"),
            List.of("muc#roomconfig_changesubject", "boolean", "1"),
            List.of("muc#roomconfig_allowinvites", "boolean", "0"),
            List.of("muc#roomconfig_enablelogging", "boolean", "0"),
            List.of("muc#roomconfig_whois", "list-single", "anyone"));

    /**
     * The form that a client sends.
     *
     * @throws Problem BAD_REQUEST where there is none
     */
    public static RoomForm of(Element query) {
        Element form = query.element(FORM);
        if (form == null) {
            throw Problem.of(Kind.BAD_REQUEST, "Send the form of the room's configuration.");
        }
        return switch (form.attributeValue("type", "")) {
            case "submit" -> new RoomForm(true, value(form, NAME), value(form, DESCRIPTION));
            case "cancel" -> new RoomForm(false, null, null);
            default -> throw Problem.of(Kind.BAD_REQUEST, "A form is of type submit or cancel.");
        };
    }

    private static @Nullable String value(Element form, String name) {
        for (Element field : form.elements("field")) {
            if (name.equals(field.attributeValue("var"))) {
                String value = field.elementText("value");
                return value == null ? "" : value;
            }
        }
        return null;
    }

    /** Describes the form to a client that asks for it. */
    public static void describe(Element query, String name, @Nullable String description) {
        Element form = query.addElement(FORM).addAttribute("type", "form");
        form.addElement("title").setText("Configuration of the group");
        field(form, "FORM_TYPE", "hidden", TYPE);
        field(form, NAME, "text-single", name).addAttribute("label", "Name");
        field(form, DESCRIPTION, "text-single", description == null ? "" : description)
                .addAttribute("label", "Description");
        FIXED.forEach(fixed -> field(form, fixed.get(0), fixed.get(1), fixed.get(2)));
    }

    private static Element field(Element form, String name, String type, String value) {
        Element field = form.addElement("field").addAttribute("var", name).addAttribute("type", type);
        if (type.equals("list-single")) {
            field.addElement("option").addElement("value").setText(value);
        }
        field.addElement("value").setText(value);
        return field;
    }
}
