package im.hearth.messages.mam;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a result set is wanted, <a href="https://xmpp.org/extensions/xep-0059.html">XEP-0059</a>.
 *
 * @param max how many items at most; 0 asks for the count only
 * @param after the id that the page comes after; null for none
 * @param before the id that the page comes before; null for none
 * @param backwards whether the page is the last before its end, rather than the first after its beginning
 */
public record ResultSet(
        int max, @Nullable String after, @Nullable String before, boolean backwards) {
    public static final String NAMESPACE = "http://jabber.org/protocol/rsm";

    /** How many items a page has where the client does not say. */
    static final int DEFAULT = 100;

    /** How many items a page has at most. */
    static final int MOST = 200;

    private static final QName SET = QName.get("set", NAMESPACE);

    /**
     * The page that a query asks for.
     *
     * @throws Problem BAD_REQUEST, or METHOD_NOT_ALLOWED for a page by its index (section 2.6)
     */
    static ResultSet of(Element query) {
        Element set = query.element(SET);
        if (set == null) {
            return new ResultSet(DEFAULT, null, null, false);
        }
        if (set.element("index") != null) {
            throw Problem.of(Kind.METHOD_NOT_ALLOWED, "Pages are found by before and after, not by index.");
        }
        String before = set.elementTextTrim("before");
        String after = set.elementTextTrim("after");
        return new ResultSet(max(set.elementTextTrim("max")), idOrNull(after), idOrNull(before), before != null);
    }

    private static int max(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.of(Kind.BAD_REQUEST, "max is a whole number from 0 on.");
        }
        return (int) Math.min(Long.parseLong(text), MOST);
    }

    private static @Nullable String idOrNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Adds what a page has to say of itself: the ids of its first and last item in the result set's order. */
    static void describe(Element parent, @Nullable String first, @Nullable String last, @Nullable Long count) {
        Element set = parent.addElement(SET);
        if (first != null && last != null) {
            set.addElement("first").setText(first);
            set.addElement("last").setText(last);
        }
        if (count != null) {
            set.addElement("count").setText(Long.toString(count));
        }
    }
}
