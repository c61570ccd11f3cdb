package im.hearth.messages.stanza;

import java.util.BitSet;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Which part of a body is for clients that lack an extension, <a href="https://xmpp.org/extensions/xep-0428.html">XEP-0428</a>. */
public final class Fallback {
    public static final String NAMESPACE = "urn:xmpp:fallback:0";

    private static final QName FALLBACK = QName.get("fallback", NAMESPACE);
    private static final QName BODY = QName.get("body", NAMESPACE);

    private Fallback() {}

    /** Says that the whole body is a fallback for an extension. */
    public static void addWhole(Message message, String extension) {
        message.getElement().addElement(FALLBACK).addAttribute("for", extension);
    }

    /** Says that the body's first characters (code points) are a fallback for an extension. */
    static void addStart(Message message, String extension, int characters) {
        addPart(message, extension, 0, characters);
    }

    /** Says that a part of the body, in characters (code points), is a fallback for an extension. */
    static void addPart(Message message, String extension, int start, int end) {
        message.getElement()
                .addElement(FALLBACK)
                .addAttribute("for", extension)
                .addElement(BODY)
                .addAttribute("start", Integer.toString(start))
                .addAttribute("end", Integer.toString(end));
    }

    /** The body without the part that is a fallback for the extension; as it is where nothing would be left of it. */
    public static String without(String body, Message message, String extension) {
        for (Element fallback : message.getElement().elements(FALLBACK)) {
            Element part = fallback.element(BODY);
            if (extension.equals(fallback.attributeValue("for")) && part != null) {
                return cut(body, number(part.attributeValue("start")), number(part.attributeValue("end")));
            }
        }
        return body;
    }

    /** The body without all that is a fallback for one of the extensions; may be empty. */
    static String withoutAll(String body, Message message, Set<String> extensions) {
        int[] characters = body.codePoints().toArray();
        BitSet kept = new BitSet(characters.length);
        kept.set(0, characters.length);
        for (Element fallback : message.getElement().elements(FALLBACK)) {
            if (!extensions.contains(fallback.attributeValue("for"))) {
                continue;
            }
            Element part = fallback.element(BODY);
            if (part == null || part.attributeValue("start") == null) {
                return "";
            }
            int start = number(part.attributeValue("start"));
            int end = Math.min(number(part.attributeValue("end")), characters.length);
            if (start >= 0 && start < end) {
                kept.clear(start, end);
            }
        }
        StringBuilder words = new StringBuilder();
        kept.stream().forEach(at -> words.appendCodePoint(characters[at]));
        return words.toString();
    }

    private static String cut(String body, int start, int end) {
        int length = body.codePointCount(0, body.length());
        if (start < 0 || end <= start || end > length || end - start == length) {
            return body;
        }
        int from = body.offsetByCodePoints(0, start);
        int to = body.offsetByCodePoints(from, end - start);
        return body.substring(0, from) + body.substring(to);
    }

    private static int number(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
