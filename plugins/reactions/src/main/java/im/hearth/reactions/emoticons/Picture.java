package im.hearth.reactions.emoticons;

import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.MediaFile;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A picture for an emoticon, by its first bytes: a PNG (also an animated one), a GIF or a WebP, and not too large. The place
 * of files looks at the rest of it.
 */
final class Picture {
    /** How many bytes it may have. */
    static final int MOST_BYTES = 512 * 1024;

    /** How wide and how high it may be, in pixels. */
    static final int MOST_PIXELS = 512;

    private static final Map<String, String> EXTENSIONS =
            Map.of("image/png", "png", "image/apng", "png", "image/gif", "gif", "image/webp", "webp");

    /** The beginning of a PNG: its signature, and the length and name of its first chunk (PNG, sections 5.2 and 11.2.1). */
    private static final byte[] PNG = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };

    /** No header that is looked at here is longer (WebP's). */
    private static final int HEADER = 30;

    private final byte[] bytes;
    private final String mimeType;

    private Picture(byte[] bytes, String mimeType) {
        this.bytes = bytes;
        this.mimeType = mimeType;
    }

    /**
     * Reads a picture to its end.
     *
     * @throws Problem TOO_LARGE; INVALID with the field {@code image}; BAD_REQUEST if it was cut off
     */
    static Picture read(InputStream content) {
        byte[] bytes;
        try {
            bytes = content.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw Problem.of(Kind.BAD_REQUEST, "The body was cut off.");
        }
        if (bytes.length > MOST_BYTES) {
            throw tooLarge();
        }
        ByteBuffer header = ByteBuffer.allocate(Math.max(HEADER, bytes.length)).put(bytes);
        String start = new String(bytes, 0, Math.min(16, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.equals(new String(PNG, StandardCharsets.ISO_8859_1))) {
            checkSize(header.getInt(16), header.getInt(20));
            return new Picture(bytes, "image/png");
        }
        header.order(ByteOrder.LITTLE_ENDIAN);
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            checkSize(header.getShort(6) & 0xFFFF, header.getShort(8) & 0xFFFF);
            return new Picture(bytes, "image/gif");
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBPVP8", 8)) {
            checkWebp(header, start.charAt(15));
            return new Picture(bytes, "image/webp");
        }
        throw wrongType();
    }

    /** RFC 9649, sections 2.5 to 2.7: lossy, lossless, extended. */
    private static void checkWebp(ByteBuffer header, char kind) {
        switch (kind) {
            case ' ' -> checkSize(header.getShort(26) & 0x3FFF, header.getShort(28) & 0x3FFF);
            case 'L' -> checkSize(1 + (header.getInt(21) & 0x3FFF), 1 + (header.getInt(21) >>> 14 & 0x3FFF));
            case 'X' -> checkSize(1 + (header.getInt(24) & 0xFFFFFF), 1 + (header.getInt(26) >>> 8));
            default -> throw wrongType();
        }
    }

    private static void checkSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw Problem.invalid("image", "is a picture that cannot be read; it may be broken");
        }
        if (width > MOST_PIXELS || height > MOST_PIXELS) {
            throw Problem.invalid(
                    "image",
                    "is a picture of %d x %d pixels; at most %d x %d"
                            .formatted(width, height, MOST_PIXELS, MOST_PIXELS));
        }
    }

    /**
     * Looks at a file that was taken in.
     *
     * @throws Problem as {@link #read}
     */
    static void check(MediaFile file) {
        if (!EXTENSIONS.containsKey(file.mimeType())) {
            throw wrongType();
        }
        if (file.size() > MOST_BYTES) {
            throw tooLarge();
        }
        checkSize(file.width() == null ? 0 : file.width(), file.height() == null ? 0 : file.height());
    }

    /** The file of the emoticon with that shortcut. */
    IncomingFile file(String shortcut) {
        String name = shortcut.replace(":", "") + "." + EXTENSIONS.get(mimeType);
        return new IncomingFile(name, mimeType, new ByteArrayInputStream(bytes));
    }

    private static Problem tooLarge() {
        return Problem.of(Kind.TOO_LARGE, "The picture of an emoticon may have at most 512 KiB.");
    }

    private static Problem wrongType() {
        return Problem.invalid("image", "must be a picture by its content: png, apng, gif or webp");
    }
}
