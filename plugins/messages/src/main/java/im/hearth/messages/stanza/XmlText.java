package im.hearth.messages.stanza;

/** What XML can say: the characters of XML 1.0, section 2.2. */
public final class XmlText {
    private XmlText() {}

    /**
     * Where a text has its first character that XML cannot hold: a control character other than tab, line feed and
     * carriage return, half a surrogate pair, U+FFFE or U+FFFF. -1 for none.
     */
    public static int firstForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0xD800) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            boolean allowed = c == '\t' || c == '\n' || c == '\r' || (c >= 0xE000 && c <= 0xFFFD);
            if (!allowed) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether a document written by dom4j holds a character that XML cannot hold, as itself or by its number: dom4j
     * writes control characters as character references, at which whoever reads it gives up.
     */
    static boolean isForbidden(String xml) {
        if (firstForbidden(xml) >= 0) {
            return true;
        }
        for (int at = xml.indexOf("&#"); at >= 0; at = xml.indexOf("&#", at + 2)) {
            int end = xml.indexOf(';', at);
            int codePoint = Integer.parseInt(xml.substring(at + 2, end));
            if (firstForbidden(Character.toString(codePoint)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes a text has in UTF-8. */
    public static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
