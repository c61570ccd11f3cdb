package im.hearth.push.webpush;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Excerpt;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the app's service worker gets: a JSON object, and spaces behind it, so that the length, which the push service sees, tells
 * nothing but whether there is text, and that roughly.
 */
final class Payload {
    /** Of a wake-up; texts take this, or twice, four or six times as much. */
    static final int STEP = 512;

    /** With the encryption's header and tag within the 4096 bytes that each push service takes (RFC 8030, section 7.2). */
    static final int MOST = 3072;

    private static final int TITLE_BYTES = 200;
    private static final int TEXT_BYTES = 1200;

    private final ObjectMapper json = new ObjectMapper();

    /** Between 512 and 3072 bytes. */
    byte[] of(Alert alert) {
        byte[] all = bytes(alert, cut(alert.title(), TITLE_BYTES), cut(alert.text(), TEXT_BYTES));
        // A text of control characters grows sixfold in JSON.
        byte[] fitting = all.length <= MOST ? all : bytes(alert, null, null);
        if (fitting.length > MOST) {
            throw new IllegalArgumentException("The ids of a push are longer than a push");
        }
        byte[] padded = Arrays.copyOf(fitting, padded(fitting.length));
        Arrays.fill(padded, fitting.length, padded.length, (byte) ' ');
        return padded;
    }

    private byte[] bytes(Alert alert, @Nullable String title, @Nullable String text) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", alert.id());
        members.put("kind", alert.kind());
        members.put("unread", alert.unread());
        put(members, "subject", alert.subject());
        put(members, "conversation", alert.conversation());
        put(members, "title", title);
        put(members, "text", text);
        try {
            return json.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static @Nullable String cut(@Nullable String text, int bytes) {
        return text == null ? null : Excerpt.of(text, bytes);
    }

    private static int padded(int length) {
        int size = STEP;
        while (size < length) {
            size *= 2;
        }
        return Math.min(size, MOST);
    }
}
