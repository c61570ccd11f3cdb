package im.hearth.reactions.emoticons;

import im.hearth.reactions.House;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Pictures, as far as their headers go. */
public final class Samples {
    private Samples() {}

    /** Adds an emoticon to somebody's pack. */
    public static void add(House house, String owner, String shortcut) {
        house.emoticons.add(owner, shortcut, picture(png(64, 64)));
    }

    static Picture picture(byte[] bytes) {
        return Picture.read(new ByteArrayInputStream(bytes));
    }

    static byte[] png(int width, int height) {
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13})
                .put(ascii("IHDR"))
                .putInt(width)
                .putInt(height)
                .array();
    }

    static byte[] gif(int width, int height) {
        return little(13, "GIF89a")
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    static byte[] lossyWebp(int width, int height) {
        return little(30, "RIFF----WEBPVP8 ")
                .position(26)
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    static byte[] losslessWebp(int width, int height) {
        return little(30, "RIFF----WEBPVP8L")
                .position(20)
                .put((byte) 0x2F)
                .putInt((width - 1) | ((height - 1) << 14))
                .array();
    }

    static byte[] extendedWebp(int width, int height) {
        return little(30, "RIFF----WEBPVP8X")
                .position(24)
                .putShort((short) (width - 1))
                .put((byte) ((width - 1) >> 16))
                .putShort((short) (height - 1))
                .put((byte) ((height - 1) >> 16))
                .array();
    }

    private static ByteBuffer little(int length, String start) {
        return ByteBuffer.allocate(length).put(ascii(start)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
