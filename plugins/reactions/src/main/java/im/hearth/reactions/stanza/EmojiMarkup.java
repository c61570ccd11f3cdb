package im.hearth.reactions.stanza;

import im.hearth.core.media.MediaFile;
import im.hearth.reactions.emoticons.Shortcut;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * Pictures for parts of a body, <a href="https://xmpp.org/extensions/xep-0514.html">XEP-0514</a>: as markup (XEP-0394) with
 * the files beside it (XEP-0447). Places are in characters (code points) of the body.
 */
public final class EmojiMarkup {
    public static final String NAMESPACE = "urn:xmpp:markup:emoji:0";

    /** How many places of a message are marked: enough for fun, few enough for a stanza. */
    static final int MOST = 50;

    /** One that stands by itself: the numbers of 12:30:45 are none. */
    private static final Pattern SHORTCUT =
            Pattern.compile("(?<![\\p{L}\\p{N}]):" + Shortcut.NAME + ":(?![\\p{L}\\p{N}])");

    private static final QName MARKUP = QName.get("markup", "urn:xmpp:markup:0");
    private static final QName SPAN = QName.get("span", "urn:xmpp:markup:0");
    private static final QName EMOJI = QName.get("emoji", NAMESPACE);
    private static final QName HASH = QName.get("hash", "urn:xmpp:hashes:2");
    private static final QName SHARING = QName.get("file-sharing", "urn:xmpp:sfs:0");
    private static final QName SOURCES = QName.get("sources", "urn:xmpp:sfs:0");
    private static final QName URL_DATA = QName.get("url-data", "http://jabber.org/protocol/url-data");
    private static final String METADATA = "urn:xmpp:file:metadata:0";
    private static final QName ENCRYPTION = QName.get("encryption", "urn:xmpp:eme:0");
    private static final QName FALLBACK = QName.get("fallback", "urn:xmpp:fallback:0");
    private static final QName FALLBACK_BODY = QName.get("body", "urn:xmpp:fallback:0");

    private EmojiMarkup() {}

    /**
     * A shortcut in a body.
     *
     * @param start of its first colon
     * @param end after its last one
     */
    public record Place(int start, int end, String shortcut) {}

    /**
     * The first shortcuts in a body. None where the sender's client has marked the body itself, or encrypted what is really
     * said; and none in what is there for old clients only, such as the quotation of a reply (XEP-0428).
     */
    public static List<Place> places(Message said) {
        String body = said.getBody();
        Element stanza = said.getElement();
        if (body == null || stanza.element(MARKUP) != null || stanza.element(ENCRYPTION) != null) {
            return List.of();
        }
        Matcher matcher = SHORTCUT.matcher(body);
        List<Place> places = new ArrayList<>();
        BitSet fallback = null;
        while (places.size() < MOST && matcher.find()) {
            if (fallback == null) {
                fallback = fallback(stanza, body.codePointCount(0, body.length()));
            }
            int start = body.codePointCount(0, matcher.start());
            if (!fallback.get(start)) {
                // A shortcut has none but characters of one code unit.
                places.add(new Place(start, start + matcher.group().length(), matcher.group()));
            }
        }
        return places;
    }

    private static BitSet fallback(Element stanza, int length) {
        BitSet characters = new BitSet();
        for (Element fallback : stanza.elements(FALLBACK)) {
            Element part = fallback.element(FALLBACK_BODY);
            if (part != null) {
                int start = number(part.attributeValue("start"), 0);
                int end = Math.min(length, number(part.attributeValue("end"), length));
                if (start < end) {
                    characters.set(start, end);
                }
            }
        }
        return characters;
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Marks those of the places that have a picture, by shortcut. */
    public static void add(Message said, List<Place> places, Map<String, MediaFile> pictures) {
        Map<String, MediaFile> used = new LinkedHashMap<>();
        Element markup = null;
        for (Place place : places) {
            MediaFile picture = pictures.get(place.shortcut());
            if (picture != null) {
                markup = markup == null ? said.getElement().addElement(MARKUP) : markup;
                Element emoji = markup.addElement(SPAN)
                        .addAttribute("start", Integer.toString(place.start()))
                        .addAttribute("end", Integer.toString(place.end()))
                        .addElement(EMOJI)
                        .addAttribute("name", name(place.shortcut()));
                addHash(emoji, picture);
                used.putIfAbsent(place.shortcut(), picture);
            }
        }
        used.forEach((shortcut, picture) -> share(said, name(shortcut), picture));
    }

    private static void share(Message said, String name, MediaFile picture) {
        Element sharing = said.getElement().addElement(SHARING);
        Element file = sharing.addElement(QName.get("file", METADATA));
        add(file, "media-type", picture.mimeType());
        add(file, "name", name);
        add(file, "size", picture.size());
        add(file, "width", picture.width());
        add(file, "height", picture.height());
        addHash(file, picture);
        sharing.addElement(SOURCES).addElement(URL_DATA).addAttribute("target", picture.url());
    }

    private static void add(Element file, String name, @Nullable Object value) {
        if (value != null) {
            file.addElement(QName.get(name, METADATA)).setText(value.toString());
        }
    }

    private static void addHash(Element parent, MediaFile picture) {
        parent.addElement(HASH).addAttribute("algo", "sha-256").setText(picture.sha256());
    }

    private static String name(String shortcut) {
        return shortcut.substring(1, shortcut.length() - 1);
    }
}
