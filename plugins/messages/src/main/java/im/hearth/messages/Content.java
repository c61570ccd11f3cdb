package im.hearth.messages;

import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.XmlText;
import java.util.List;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** What the words of a message may be. */
public final class Content {
    private Content() {}

    /**
     * As {@link #checked(String, int)}, of words that may come with files.
     *
     * @param text null or blank for files without words
     * @return null for none
     */
    public static @Nullable String checked(@Nullable String text, List<MediaFile> files, int mostBytes) {
        if (!files.isEmpty() && (text == null || text.isBlank())) {
            return null;
        }
        if (text == null) {
            throw Problem.invalid("content", "is required in a message without files");
        }
        return checked(text, mostBytes);
    }

    /**
     * The words as they go on the wire and come out of it again: with line feeds for line ends (XML 1.0, section 2.11).
     *
     * @throws Problem of kind INVALID on {@code content}, with the reason
     */
    public static String checked(String text, int mostBytes) {
        int forbidden = XmlText.firstForbidden(text);
        if (forbidden >= 0) {
            throw Problem.invalid(
                    "content",
                    "holds a character at position %d that no message can hold (U+%04X)"
                            .formatted(forbidden, (int) text.charAt(forbidden)));
        }
        if (text.codePoints().allMatch(Content::isUnseen)) {
            throw Problem.invalid("content", "must not be blank");
        }
        String words = text.replace("\r\n", "\n").replace('\r', '\n');
        if (XmlText.utf8Length(words) > mostBytes) {
            throw Problem.invalid("content", "must have at most " + mostBytes + " bytes in UTF-8");
        }
        return words;
    }

    /**
     * Refuses a client's message whose bodies, in all languages, are too long together.
     *
     * @throws Problem of kind NOT_ACCEPTABLE
     */
    public static void checkLength(Message message, int mostBytes) {
        int bytes = 0;
        for (Element body : message.getElement().elements("body")) {
            bytes += XmlText.utf8Length(body.getText());
        }
        if (bytes > mostBytes) {
            throw Problem.of(
                    Kind.NOT_ACCEPTABLE,
                    "A message may have at most " + mostBytes + " bytes of text; this has " + bytes + ".");
        }
    }

    private static boolean isUnseen(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }
}
