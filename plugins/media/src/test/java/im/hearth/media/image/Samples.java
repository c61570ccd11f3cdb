package im.hearth.media.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures for tests: red on the left, blue on the right. */
public final class Samples {
    private Samples() {}

    /** A picture of 1 x 1 pixels. */
    public static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=");

    public static byte[] picture(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, (x < width / 2 ? Color.RED : Color.BLUE).getRGB());
            }
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exif data: how the picture is turned, and that it was taken at 52°31'12"N 13°24'18"E. */
    public static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer data = ByteBuffer.allocate(256).order(order);
        data.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D))
                .putShort((short) 42)
                .putInt(8);
        data.putShort((short) 2);
        entry(data, 0x0112, 3, 1).putShort((short) orientation).putShort((short) 0);
        entry(data, 0x8825, 4, 1).putInt(38);
        data.putInt(0);
        data.position(38).putShort((short) 4);
        entry(data, 1, 2, 2).put((byte) 'N').put(new byte[3]);
        entry(data, 2, 5, 3).putInt(120);
        entry(data, 3, 2, 2).put((byte) 'E').put(new byte[3]);
        entry(data, 4, 5, 3).putInt(144);
        data.putInt(0);
        for (int number : new int[] {52, 1, 31, 1, 12, 1, 13, 1, 24, 1, 18, 1}) {
            data.position(Math.max(data.position(), 120)).putInt(number);
        }
        return data.array();
    }

    private static ByteBuffer entry(ByteBuffer data, int tag, int type, int count) {
        return data.putShort((short) tag).putShort((short) type).putInt(count);
    }

    /** A JPEG with Exif data behind its first marker. */
    public static byte[] jpeg(byte[] picture, byte[] exif) {
        return segment(picture, concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif));
    }

    /** A JPEG with XMP that tells a place. */
    public static byte[] jpegWithXmp(byte[] picture) {
        return segment(
                picture,
                ("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
                                + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description"
                                + " xmlns:exif='http://ns.adobe.com/exif/1.0/'"
                                + " exif:GPSLatitude='52,31.2N'/></rdf:RDF></x:xmpmeta>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] segment(byte[] picture, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(picture.length + data.length + 4);
        out.put(picture, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (data.length + 2))
                .put(data);
        return out.put(picture, 2, picture.length - 2).array();
    }

    /** A PNG with Exif data before its pixels. */
    public static byte[] png(byte[] picture, byte[] exif) {
        int head = 8 + 25;
        ByteBuffer out = ByteBuffer.allocate(picture.length + exif.length + 12);
        byte[] typed = concat("eXIf".getBytes(StandardCharsets.US_ASCII), exif);
        CRC32 crc = new CRC32();
        crc.update(typed);
        out.put(picture, 0, head).putInt(exif.length).put(typed).putInt((int) crc.getValue());
        return out.put(picture, head, picture.length - head).array();
    }

    /** A PNG whose header says that it has that size. */
    public static byte[] pngThatClaims(int width, int height) {
        byte[] picture = picture("png", 8, 8);
        ByteBuffer.wrap(picture).putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(picture, 12, 17);
        ByteBuffer.wrap(picture).putInt(29, (int) crc.getValue());
        return picture;
    }

    /** A box of MP4. */
    public static byte[] box(String type, byte[]... content) {
        byte[] all = concat(content);
        return concat(
                ByteBuffer.allocate(4).putInt(all.length + 8).array(), type.getBytes(StandardCharsets.ISO_8859_1), all);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
