package im.hearth.messages.stanza;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** Message replies, <a href="https://xmpp.org/extensions/xep-0461.html">XEP-0461</a>. */
public final class Reply {
    public static final String NAMESPACE = "urn:xmpp:reply:0";

    /** How much of a message is quoted for clients that do not know replies, in characters (code points). */
    private static final int QUOTED_MOST = 200;

    private static final QName REPLY = QName.get("reply", NAMESPACE);

    private Reply() {}

    /** The id of the message that this one answers; null for none. */
    public static @Nullable String target(Message message) {
        Element reply = message.getElement().element(REPLY);
        return reply == null ? null : reply.attributeValue("id");
    }

    /**
     * Makes the message an answer, its body the answer with a quotation before it for clients that do not know replies.
     *
     * @param to bare JID of who wrote what is answered
     * @param id of what is answered
     * @param quoted the words that are answered
     */
    public static void add(Message message, String to, String id, String quoted, String answer) {
        String quotation = quotation(quoted);
        message.setBody(quotation + answer);
        message.getElement().addElement(REPLY).addAttribute("to", to).addAttribute("id", id);
        Fallback.addStart(message, NAMESPACE, quotation.codePointCount(0, quotation.length()));
    }

    private static String quotation(String words) {
        boolean isLong = words.codePointCount(0, words.length()) > QUOTED_MOST;
        String shown = isLong ? words.substring(0, words.offsetByCodePoints(0, QUOTED_MOST)) + "…" : words;
        return "> " + shown.replace("\n", "\n> ") + "\n";
    }
}
