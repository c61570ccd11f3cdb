package im.hearth.core.commands;

import java.util.List;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;

/**
 * A step of a command that somebody wants to take.
 *
 * @param username of whom
 * @param session the id of the session; null for a new one
 * @param form what is filled in (XEP-0004); null for nothing
 */
public record Execution(
        String username, @Nullable String session, @Nullable Element form) {
    /** Whether something is filled in. */
    public boolean hasForm() {
        return form != null;
    }

    /** Whether the form has that field, be it with a value or without one. */
    public boolean hasField(String name) {
        return form != null && form.elements(DataForm.FIELD).stream().anyMatch(field -> isNamed(field, name));
    }

    /**
     * What is filled in for a field, without what is blank.
     *
     * @param most how many are looked at
     */
    public List<String> values(String name, int most) {
        return form == null
                ? List.of()
                : form.elements(DataForm.FIELD).stream()
                        .filter(field -> isNamed(field, name))
                        .flatMap(field -> field.elements(DataForm.VALUE).stream())
                        .map(value -> value.getText().strip())
                        .filter(text -> !text.isEmpty())
                        .limit(most)
                        .toList();
    }

    private static boolean isNamed(Element field, String name) {
        return name.equals(field.attributeValue("var"));
    }
}
