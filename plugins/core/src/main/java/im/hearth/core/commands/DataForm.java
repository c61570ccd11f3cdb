package im.hearth.core.commands;

import java.util.Map;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/** A data form, <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004</a>, as it is written. */
public final class DataForm {
    static final String NAMESPACE = "jabber:x:data";
    static final QName FORM = QName.get("x", NAMESPACE);
    static final QName FIELD = QName.get("field", NAMESPACE);
    static final QName VALUE = QName.get("value", NAMESPACE);

    private static final QName REPORTED = QName.get("reported", NAMESPACE);

    private final Element form = DocumentHelper.createElement(FORM);

    private DataForm(String type, String title) {
        form.addAttribute("type", type);
        form.addElement(QName.get("title", NAMESPACE)).setText(title);
    }

    /** One to fill in. */
    public static DataForm toFill(String title) {
        return new DataForm("form", title);
    }

    /** One that says what came out. */
    public static DataForm result(String title) {
        return new DataForm("result", title);
    }

    /** Adds a line that says what to do. */
    public DataForm instructions(String text) {
        form.addElement(QName.get("instructions", NAMESPACE)).setText(text);
        return this;
    }

    /**
     * Adds a field.
     *
     * @param type of those of section 3.3
     * @param label null for one that nobody sees
     */
    public Field field(String name, String type, @Nullable String label) {
        return new Field(add(form, name, type, label));
    }

    /** Adds a field that each item of the result has (section 3.4). */
    public DataForm column(String name, String type, String label) {
        Element reported = form.element(REPORTED);
        add(reported == null ? form.addElement(REPORTED) : reported, name, type, label);
        return this;
    }

    /** Adds an item to the result, after all columns. */
    public DataForm item(Map<String, String> values) {
        Element item = form.addElement(QName.get("item", NAMESPACE));
        values.forEach(
                (name, value) -> add(item, name, null, null).addElement(VALUE).setText(value));
        return this;
    }

    private static Element add(Element parent, String name, @Nullable String type, @Nullable String label) {
        return parent.addElement(FIELD)
                .addAttribute("var", name)
                .addAttribute("type", type)
                .addAttribute("label", label);
    }

    Element element() {
        return form;
    }

    /** A field of a form to fill in. */
    public static final class Field {
        private final Element field;

        private Field(Element field) {
            this.field = field;
        }

        /** It must be filled in. */
        public Field required() {
            field.addElement(QName.get("required", NAMESPACE));
            return this;
        }

        /** Adds what is filled in already. */
        public Field value(String value) {
            field.addElement(VALUE).setText(value);
            return this;
        }

        /** Adds something to choose. */
        public Field option(String value, String label) {
            field.addElement(QName.get("option", NAMESPACE))
                    .addAttribute("label", label)
                    .addElement(VALUE)
                    .setText(value);
            return this;
        }
    }
}
