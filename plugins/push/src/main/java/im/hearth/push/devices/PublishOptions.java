package im.hearth.push.devices;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/** What a push service wants to be told with each push: a form (XEP-0060, section 7.1.5; XEP-0357, section 5). */
final class PublishOptions {
    private static final QName FORM = QName.get("x", "jabber:x:data");
    private static final String TYPE = "http://jabber.org/protocol/pubsub#publish-options";
    private static final int FIELDS_MOST = 20;

    private PublishOptions() {}

    /** The form of these fields as XML. */
    static String write(Map<String, String> fields) {
        if (fields.size() > FIELDS_MOST) {
            throw Problem.invalid("publish_options", "must be at most " + FIELDS_MOST);
        }
        Element form = DocumentHelper.createElement(FORM).addAttribute("type", "submit");
        add(form, "FORM_TYPE", TYPE).addAttribute("type", "hidden");
        fields.forEach((name, value) -> {
            if (value == null || hasControls(name) || hasControls(value)) {
                throw Problem.invalid("publish_options", "must be texts without control characters");
            }
            if (!name.equals("FORM_TYPE")) {
                add(form, name, value);
            }
        });
        return form.asXML();
    }

    private static Element add(Element form, String name, String value) {
        Element field = form.addElement(QName.get("field", FORM.getNamespace())).addAttribute("var", name);
        field.addElement(QName.get("value", FORM.getNamespace())).setText(value);
        return field;
    }

    private static boolean hasControls(String text) {
        return text.codePoints().anyMatch(point -> Character.isISOControl(point) || !isXml(point));
    }

    /** XML 1.0, section 2.2. */
    private static boolean isXml(int point) {
        return point <= 0xD7FF || (point >= 0xE000 && point <= 0xFFFD) || point >= 0x10000;
    }

    /**
     * The form that an enable has, in our words; null for none.
     *
     * @throws Problem BAD_REQUEST for another form
     */
    static @Nullable String of(Element enable) {
        Element form = enable.element(FORM);
        if (form == null) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element field : form.elements(QName.get("field", FORM.getNamespace()))) {
            String value = field.elementText(QName.get("value", FORM.getNamespace()));
            if (field.attributeValue("var") != null && value != null) {
                fields.put(field.attributeValue("var"), value);
            }
        }
        if (!TYPE.equals(fields.get("FORM_TYPE"))) {
            throw Problem.of(Kind.BAD_REQUEST, "The form must be one of publish options.");
        }
        return write(fields);
    }
}
