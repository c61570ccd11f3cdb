package im.hearth.groups.chat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Who is mentioned: {@code @username} in the words, and references
 * (<a href="https://xmpp.org/extensions/xep-0372.html">XEP-0372</a>) of type mention to a JID.
 */
final class Mentions {
    /** How many people a message can mention; more would be all of them. */
    private static final int MOST = 50;

    private static final QName REFERENCE = QName.get("reference", "urn:xmpp:reference:0");

    /** A username as core's rules for usernames have it, after something that is no part of a word or address. */
    private static final Pattern NAME =
            Pattern.compile("(?<![\\p{L}\\p{N}._@/-])@([A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9_-])");

    private Mentions() {}

    /** A mention in words: where it stands, in code points, and who it names. */
    record Place(int begin, int end, String username) {}

    /** The places in the words that look like mentions. */
    static List<Place> places(String words) {
        List<Place> places = new ArrayList<>();
        if (words.indexOf('@') < 0) {
            return places;
        }
        Matcher matcher = NAME.matcher(words);
        while (places.size() < MOST && matcher.find()) {
            int begin = words.codePointCount(0, matcher.start());
            int end = begin + matcher.group().length();
            places.add(new Place(begin, end, matcher.group(1).toLowerCase(java.util.Locale.ROOT)));
        }
        return places;
    }

    /** The bare JIDs that a message's references mention. */
    static Set<String> referenced(Message message) {
        Set<String> jids = new LinkedHashSet<>();
        for (Element reference : message.getElement().elements(REFERENCE)) {
            String uri = reference.attributeValue("uri", "");
            if ("mention".equals(reference.attributeValue("type")) && uri.startsWith("xmpp:") && jids.size() < MOST) {
                try {
                    jids.add(new JID(uri.substring("xmpp:".length()).split("[?;]", 2)[0]).toBareJID());
                } catch (IllegalArgumentException e) {
                    // It mentions nobody who could be told.
                }
            }
        }
        return jids;
    }

    /** Says in the message that a part of its body mentions somebody. */
    static void add(Message message, int begin, int end, String jid) {
        message.getElement()
                .addElement(REFERENCE)
                .addAttribute("type", "mention")
                .addAttribute("begin", Integer.toString(begin))
                .addAttribute("end", Integer.toString(end))
                .addAttribute("uri", "xmpp:" + jid);
    }
}
