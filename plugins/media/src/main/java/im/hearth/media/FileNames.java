package im.hearth.media;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of files, as people see them and as they are offered for saving. */
final class FileNames {
    /** Most file systems hold 255 bytes. */
    private static final int LONGEST = 200;

    private static final int LONGEST_EXTENSION = 16;
    private static final String UNNAMED = "file";

    private FileNames() {}

    /** The name without path, control and invisible characters (which can turn {@code gpj.exe} around), not too long. */
    static String clean(@Nullable String name) {
        if (name == null) {
            return UNNAMED;
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder clean = new StringBuilder();
        Normalizer.normalize(last, Normalizer.Form.NFC).codePoints().forEach(c -> append(clean, c));
        String trimmed = clean.toString().strip();
        int start = 0;
        while (start < trimmed.length() && trimmed.charAt(start) == '.') {
            start++;
        }
        return start == trimmed.length() ? UNNAMED : shortened(trimmed.substring(start));
    }

    private static void append(StringBuilder clean, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> {}
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                clean.append(' ');
            default -> {
                if ("<>:\"|?*%".indexOf(c) >= 0) {
                    clean.append('_');
                } else {
                    clean.appendCodePoint(c);
                }
            }
        }
    }

    private static String shortened(String name) {
        if (length(name) <= LONGEST) {
            return name;
        }
        String extension = extension(name);
        String tail = extension.isEmpty() ? "" : name.substring(name.length() - extension.length() - 1);
        String stem = name.substring(0, name.length() - tail.length());
        while (length(stem) + length(tail) > LONGEST) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + tail;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What follows the last dot, in lower case; empty for nothing. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 1 ? "" : name.substring(dot + 1);
        return extension.length() > LONGEST_EXTENSION ? "" : extension.toLowerCase(Locale.ROOT);
    }

    /** The name as a segment of a path (RFC 3986, section 3.3). */
    static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
