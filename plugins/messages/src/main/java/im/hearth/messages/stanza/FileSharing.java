package im.hearth.messages.stanza;

import im.hearth.core.media.MediaFile;
import im.hearth.core.media.MediaKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * Files in messages, for every client that there is: as an address in the body; out of band
 * (<a href="https://xmpp.org/extensions/xep-0066.html">XEP-0066</a>); and with all that is known of them, as stateless
 * file sharing (<a href="https://xmpp.org/extensions/xep-0447.html">XEP-0447</a>, metadata of XEP-0446, hashes of XEP-0300,
 * thumbnails of XEP-0264).
 */
public final class FileSharing {
    public static final String NAMESPACE = "urn:xmpp:sfs:0";
    private static final String METADATA = "urn:xmpp:file:metadata:0";

    private static final QName SHARING = QName.get("file-sharing", NAMESPACE);
    private static final QName SOURCES = QName.get("sources", NAMESPACE);
    private static final QName HASH = QName.get("hash", "urn:xmpp:hashes:2");
    private static final QName URL_DATA = QName.get("url-data", "http://jabber.org/protocol/url-data");
    private static final QName MARKUP = QName.get("markup", "urn:xmpp:markup:0");
    private static final QName SPAN = QName.get("span", "urn:xmpp:markup:0");
    private static final QName EMOJI = QName.get("emoji", "urn:xmpp:markup:emoji:0");
    private static final QName OOB = QName.get("x", "jabber:x:oob");
    private static final QName OOB_URL = QName.get("url", "jabber:x:oob");

    private FileSharing() {}

    /**
     * Puts files into a message, and their addresses after the words of its body. A file without words is just its address:
     * clients that know nothing but XEP-0066 show the picture then.
     */
    public static void add(Message message, List<MediaFile> files) {
        String words = message.getBody();
        StringBuilder body = new StringBuilder(words == null ? "" : words);
        int start = body.codePointCount(0, body.length());
        for (MediaFile file : files) {
            boolean isOnItsLine = body.isEmpty() || body.charAt(body.length() - 1) == '\n';
            body.append(isOnItsLine ? "" : "\n").append(file.url());
            message.getElement().addElement(OOB).addElement(OOB_URL).setText(file.url());
            share(message, file);
        }
        message.setBody(body.toString());
        Fallback.addPart(message, NAMESPACE, start, body.codePointCount(0, body.length()));
    }

    private static void share(Message message, MediaFile shared) {
        Element sharing = message.getElement()
                .addElement(SHARING)
                .addAttribute("disposition", shared.kind() == MediaKind.FILE ? "attachment" : "inline");
        Element file = sharing.addElement(QName.get("file", METADATA));
        add(file, "media-type", shared.mimeType());
        add(file, "name", shared.name());
        add(file, "size", Long.toString(shared.size()));
        add(file, "width", shared.width());
        add(file, "height", shared.height());
        addHash(file, shared);
        MediaFile.Thumbnail thumbnail = shared.thumbnail();
        if (thumbnail != null) {
            file.addElement(QName.get("thumbnail", "urn:xmpp:thumbs:1"))
                    .addAttribute("uri", thumbnail.url())
                    .addAttribute("media-type", thumbnail.mimeType())
                    .addAttribute("width", Integer.toString(thumbnail.width()))
                    .addAttribute("height", Integer.toString(thumbnail.height()));
        }
        sharing.addElement(SOURCES).addElement(URL_DATA).addAttribute("target", shared.url());
    }

    private static void addHash(Element file, MediaFile shared) {
        file.addElement(HASH).addAttribute("algo", "sha-256").setText(shared.sha256());
    }

    private static void add(Element file, String name, @Nullable Object value) {
        if (value != null) {
            file.addElement(QName.get(name, METADATA)).setText(value.toString());
        }
    }

    /**
     * Makes a client's message say of our files what they are: the server may have erased where a picture was taken, so that
     * its hash is not the one that the client knows.
     */
    public static void correct(Message message, List<MediaFile> files) {
        for (Element sharing : message.getElement().elements(SHARING)) {
            Element described = sharing.element(QName.get("file", METADATA));
            Set<String> sources = new LinkedHashSet<>();
            addSources(sources, sharing);
            for (MediaFile file : files) {
                if (described != null && sources.contains(file.url())) {
                    List.copyOf(described.elements(HASH)).forEach(described::remove);
                    addHash(described, file);
                }
            }
        }
    }

    /**
     * The addresses of the files that a message says it has, in their order; without the pictures of emoticons in its words
     * (<a href="https://xmpp.org/extensions/xep-0514.html">XEP-0514</a>).
     */
    public static Set<String> urls(Message message) {
        Set<String> urls = new LinkedHashSet<>();
        for (Element oob : message.getElement().elements(OOB)) {
            add(urls, oob.elementText(OOB_URL));
        }
        Set<String> emoticons = emoticons(message);
        for (Element sharing : message.getElement().elements(SHARING)) {
            if (!isOneOf(emoticons, sharing)) {
                addSources(urls, sharing);
            }
        }
        return urls;
    }

    /** The hashes of the pictures that stand in the words. */
    private static Set<String> emoticons(Message message) {
        Set<String> hashes = new LinkedHashSet<>();
        for (Element markup : message.getElement().elements(MARKUP)) {
            for (Element span : markup.elements(SPAN)) {
                Element emoji = span.element(EMOJI);
                for (Element hash : emoji == null ? List.<Element>of() : emoji.elements(HASH)) {
                    add(hashes, hash.getText());
                }
            }
        }
        return hashes;
    }

    private static boolean isOneOf(Set<String> hashes, Element sharing) {
        Element file = sharing.element(QName.get("file", METADATA));
        return file != null
                && !hashes.isEmpty()
                && file.elements(HASH).stream()
                        .anyMatch(hash -> hashes.contains(hash.getText().strip()));
    }

    private static void addSources(Set<String> urls, Element sharing) {
        Element sources = sharing.element(SOURCES);
        for (Element source : sources == null ? List.<Element>of() : sources.elements(URL_DATA)) {
            add(urls, source.attributeValue("target"));
        }
    }

    private static void add(Set<String> urls, @Nullable String url) {
        if (url != null && !url.isBlank()) {
            urls.add(url.strip());
        }
    }

    /** What a message with files says besides: without their addresses, and the quotation of a reply; null for nothing. */
    public static @Nullable String words(Message message) {
        String body = message.getBody() == null ? "" : message.getBody();
        String words = Fallback.withoutAll(body, message, Set.of(NAMESPACE, OOB.getNamespaceURI(), Reply.NAMESPACE))
                .strip();
        boolean isAddresses = words.lines().map(String::strip).allMatch(urls(message)::contains);
        return isAddresses ? null : words;
    }
}
