package im.hearth.messages.mam;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.Stamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Which messages a client asks for, in a data form (XEP-0004; XEP-0313, section 4.1).
 *
 * @param with only those with that JID; null for all
 * @param start only those of that time or later
 * @param end only those of that time or earlier
 * @param beforeId only those before that one
 * @param afterId only those after that one
 * @param ids only these; empty for all
 */
record MamForm(
        @Nullable JID with,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String beforeId,
        @Nullable String afterId,
        List<String> ids) {
    /** How many messages can be asked for by their ids at once. */
    static final int IDS_MOST = 500;

    /** Its FORM_TYPE, which is the namespace of the protocol. */
    static final String TYPE = "urn:xmpp:mam:2";

    static final QName FORM = QName.get("x", "jabber:x:data");

    private static final MamForm EMPTY = new MamForm(null, null, null, null, null, List.of());
    private static final Set<String> KNOWN = Set.of("with", "start", "end", "before-id", "after-id", "ids");

    MamForm {
        ids = List.copyOf(ids);
    }

    /**
     * The form of a query; one that asks for all where there is none.
     *
     * @throws Problem BAD_REQUEST, or METHOD_NOT_ALLOWED for a field that is not known (section 4.1.6)
     */
    static MamForm of(Element query) {
        Element form = query.element(FORM);
        return form == null ? EMPTY : read(form);
    }

    private static MamForm read(Element form) {
        if (!"submit".equals(form.attributeValue("type"))) {
            throw wrong("The form must be of type submit.");
        }
        Map<String, List<String>> values = new HashMap<>();
        for (Element field : form.elements("field")) {
            List<String> texts = field.elements("value").stream()
                    .map(Element::getTextTrim)
                    .filter(text -> !text.isEmpty())
                    .toList();
            if (values.put(field.attributeValue("var", ""), texts) != null) {
                throw wrong("A field is there twice: " + field.attributeValue("var", ""));
            }
        }
        if (!List.of(TYPE).equals(values.remove("FORM_TYPE"))) {
            throw wrong("The form's FORM_TYPE must be " + TYPE + ".");
        }
        for (String name : values.keySet()) {
            if (!KNOWN.contains(name)) {
                throw Problem.of(Kind.METHOD_NOT_ALLOWED, "The archive does not know the field " + name + ".");
            }
        }
        List<String> ids = values.getOrDefault("ids", List.of());
        if (ids.size() > IDS_MOST) {
            throw wrong("At most " + IDS_MOST + " ids can be asked for at once.");
        }
        return new MamForm(
                jid(single(values, "with")),
                time(single(values, "start")),
                time(single(values, "end")),
                single(values, "before-id"),
                single(values, "after-id"),
                ids);
    }

    private static @Nullable String single(Map<String, List<String>> values, String name) {
        List<String> texts = values.getOrDefault(name, List.of());
        if (texts.size() > 1) {
            throw wrong("The field " + name + " takes one value.");
        }
        return texts.isEmpty() ? null : texts.get(0);
    }

    private static @Nullable JID jid(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return new JID(text);
        } catch (IllegalArgumentException e) {
            throw wrong("with is not a JID.");
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Stamp.parse(text).orElseThrow(() -> wrong("A time looks like 2026-11-23T12:00:00Z (XEP-0082)."));
    }

    /** Describes the form to a client that asks for it (section 4.1.5). */
    static void describe(Element query) {
        Element form = query.addElement(FORM).addAttribute("type", "form");
        field(form, "hidden", "FORM_TYPE").addElement("value").setText(TYPE);
        field(form, "jid-single", "with");
        field(form, "text-single", "start");
        field(form, "text-single", "end");
        field(form, "text-single", "before-id");
        field(form, "text-single", "after-id");
        field(form, "list-multi", "ids")
                .addElement(QName.get("validate", "http://jabber.org/protocol/xdata-validate"))
                .addAttribute("datatype", "xs:string")
                .addElement("open");
    }

    private static Element field(Element form, String type, String name) {
        return form.addElement("field").addAttribute("type", type).addAttribute("var", name);
    }

    private static Problem wrong(String detail) {
        return Problem.of(Kind.BAD_REQUEST, detail);
    }
}
