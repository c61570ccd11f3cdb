package im.hearth.media.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * Erases from a file where it was taken: in Exif data, in XMP, and in the boxes of MP4. Pixels and sound stay as they
 * are, and so does the length: what is erased is overwritten.
 */
public final class Location {
    private static final int MOST_METADATA = 16 * 1024 * 1024;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    private Location() {}

    /** What was found in a picture. */
    public record Found(boolean location, int orientation) {
        private Found and(Found other) {
            return new Found(location || other.location, orientation == 1 ? other.orientation : orientation);
        }
    }

    private static final Found NOTHING = new Found(false, 1);

    /**
     * Looks for a location, and erases it.
     *
     * @param mimeType what the file is
     * @param erase whether to change the file
     */
    public static Found look(Path file, String mimeType, boolean erase) throws IOException {
        try (FileChannel channel = erase
                ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(file, StandardOpenOption.READ)) {
            return switch (mimeType) {
                case "image/jpeg" -> jpeg(channel, erase);
                case "image/png", "image/apng" -> png(channel, erase);
                case "image/webp" -> webp(channel, erase);
                case "image/heic", "image/heif", "image/avif" -> heif(channel, erase);
                default -> isMp4(mimeType) ? boxes(channel, 0, channel.size(), erase, 0) : NOTHING;
            };
        }
    }

    private static boolean isMp4(String mimeType) {
        return (mimeType.startsWith("video/") || mimeType.startsWith("audio/"))
                && mimeType.matches("\\w+/(mp4|quicktime|x-m4[av]|m4a|3gpp2?|aac)");
    }

    /** The segments before the picture's data: JPEG, ITU-T T.81, B.1.1.4. */
    private static Found jpeg(FileChannel file, boolean erase) throws IOException {
        Found found = NOTHING;
        long at = 2;
        while (true) {
            ByteBuffer head = read(file, at, 4);
            if (head.remaining() < 4 || head.get(0) != (byte) 0xFF) {
                return found;
            }
            int marker = head.get(1) & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = head.getShort(2) & 0xFFFF;
            if (marker == 0xDA || marker == 0xD9 || length < 2) {
                return found;
            }
            if (marker == 0xE1) {
                found = found.and(segment(file, at + 4, length - 2, erase));
            }
            at += 2 + length;
        }
    }

    private static Found segment(FileChannel file, long at, int length, boolean erase) throws IOException {
        ByteBuffer data = read(file, at, length);
        if (starts(data, EXIF)) {
            return exif(file, at + EXIF.length, slice(data, EXIF.length), erase);
        }
        if (text(data).startsWith("http://ns.adobe.com/")) {
            int packet = text(data).indexOf('\0') + 1;
            return xmp(file, at + packet, slice(data, packet), erase);
        }
        return NOTHING;
    }

    /** Chunks, and their sums: PNG, third edition, section 5.3. */
    private static Found png(FileChannel file, boolean erase) throws IOException {
        Found found = NOTHING;
        long at = 8;
        while (true) {
            ByteBuffer head = read(file, at, 8);
            if (head.remaining() < 8) {
                return found;
            }
            long length = head.getInt(0) & 0xFFFFFFFFL;
            String type = text(slice(head, 4));
            boolean tells = type.equals("eXIf") || type.equals("iTXt") || type.equals("zTXt") || type.equals("tEXt");
            if (tells && length <= MOST_METADATA) {
                Found here = chunk(file, at, type, (int) length, erase);
                if (erase && here.location) {
                    sum(file, at + 4, (int) length + 4);
                }
                found = found.and(here);
            }
            at += 12 + length;
        }
    }

    private static Found chunk(FileChannel file, long at, String type, int length, boolean erase) throws IOException {
        ByteBuffer data = read(file, at + 8, length);
        if (type.equals("eXIf")) {
            return exif(file, at + 8, data, erase);
        }
        String text = text(data);
        boolean isXmp = text.startsWith("XML:com.adobe.xmp\0") && text.contains("GPS");
        boolean isPacked = text.startsWith("XML:com.adobe.xmp\0\1") || text.startsWith("Raw profile type ");
        if (!isXmp && !isPacked) {
            return NOTHING;
        }
        if (erase) {
            // A private chunk that nobody reads.
            file.write(ByteBuffer.wrap("hrTh".getBytes(StandardCharsets.US_ASCII)), at + 4);
            file.write(ByteBuffer.allocate(length), at + 8);
        }
        return new Found(true, 1);
    }

    private static void sum(FileChannel file, long at, int length) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(read(file, at, length));
        file.write(ByteBuffer.allocate(4).putInt(0, (int) crc.getValue()), at + length);
    }

    /** Chunks of RIFF: WebP container specification (RFC 9649, section 2). */
    private static Found webp(FileChannel file, boolean erase) throws IOException {
        Found found = NOTHING;
        long at = 12;
        while (true) {
            ByteBuffer head = read(file, at, 8);
            if (head.remaining() < 8) {
                return found;
            }
            long length = Integer.reverseBytes(head.getInt(4)) & 0xFFFFFFFFL;
            String type = text(slice(head, 0)).substring(0, 4);
            if (length <= MOST_METADATA && type.equals("EXIF")) {
                ByteBuffer data = read(file, at + 8, (int) length);
                int skip = starts(data, EXIF) ? EXIF.length : 0;
                found = found.and(exif(file, at + 8 + skip, slice(data, skip), erase));
            } else if (length <= MOST_METADATA && type.equals("XMP ")) {
                found = found.and(xmp(file, at + 8, read(file, at + 8, (int) length), erase));
            }
            at += 8 + length + (length & 1);
        }
    }

    /** Exif data lies somewhere in the file, where a box says; its beginning is not like anything else. */
    private static Found heif(FileChannel file, boolean erase) throws IOException {
        Found found = NOTHING;
        int window = 1024 * 1024;
        for (long at = 0; at < file.size(); at += window) {
            String text = text(read(file, at, window + EXIF.length + 4));
            int exif = text.indexOf("Exif\0\0");
            while (exif >= 0 && exif < window) {
                boolean tiff = text.startsWith("II*\0", exif + 6) || text.startsWith("MM\0*", exif + 6);
                if (tiff) {
                    long start = at + exif + EXIF.length;
                    ByteBuffer data = read(file, start, 1 << 20);
                    found = found.and(exif(file, start, data, erase));
                }
                exif = text.indexOf("Exif\0\0", exif + 1);
            }
        }
        // Such pictures say in a box of their own how they are turned.
        return new Found(found.location, 1);
    }

    /** Boxes of ISO/IEC 14496-12, section 4.2: 3GPP's and Apple's places for a location. */
    private static Found boxes(FileChannel file, long from, long to, boolean erase, int depth) throws IOException {
        Found found = NOTHING;
        long at = from;
        while (at + 8 <= to) {
            ByteBuffer head = read(file, at, 16);
            if (head.remaining() < 8) {
                return found;
            }
            long size = head.getInt(0) & 0xFFFFFFFFL;
            String type = text(slice(head, 4)).substring(0, 4);
            int header = 8;
            if (size == 1 && head.remaining() == 16) {
                size = head.getLong(8);
                header = 16;
            }
            long end = size == 0 ? to : at + size;
            if ((size != 0 && size < header) || end > to) {
                return found;
            }
            if ((type.equals("moov") || type.equals("udta") || type.equals("trak")) && depth < 4) {
                found = found.and(boxes(file, at + header, end, erase, depth + 1));
            } else if (depth > 0 && tellsLocation(file, type, at + header, end)) {
                if (erase) {
                    free(file, at, header, end);
                }
                found = found.and(new Found(true, 1));
            }
            at = end;
        }
        return found;
    }

    private static boolean tellsLocation(FileChannel file, String type, long from, long to) throws IOException {
        if (type.equals("\u00A9xyz") || type.equals("loci")) {
            return true;
        }
        return type.equals("meta")
                && text(read(file, from, (int) Math.min(to - from, MOST_METADATA)))
                        .contains("location.ISO6709");
    }

    /** Makes a box one of free space. */
    private static void free(FileChannel file, long at, int header, long end) throws IOException {
        file.write(ByteBuffer.wrap("free".getBytes(StandardCharsets.US_ASCII)), at + 4);
        long position = at + header;
        while (position < end) {
            position += file.write(ByteBuffer.allocate((int) Math.min(64 * 1024, end - position)), position);
        }
    }

    private static Found exif(FileChannel file, long at, ByteBuffer data, boolean erase) throws IOException {
        Tiff tiff = new Tiff(data);
        int orientation = tiff.orientation();
        boolean location = tiff.eraseLocation();
        if (location && erase) {
            file.write(data.duplicate(), at);
        }
        return new Found(location, orientation);
    }

    /** XMP is one document: where it tells a location, all of it becomes white space, which may stand there. */
    private static Found xmp(FileChannel file, long at, ByteBuffer data, boolean erase) throws IOException {
        if (!text(data).contains("GPS")) {
            return NOTHING;
        }
        if (erase) {
            byte[] blank = new byte[data.remaining()];
            java.util.Arrays.fill(blank, (byte) ' ');
            file.write(ByteBuffer.wrap(blank), at);
        }
        return new Found(true, 1);
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer data = ByteBuffer.allocate((int) Math.max(0, Math.min(length, file.size() - at)));
        while (data.hasRemaining()) {
            int n = file.read(data, at + data.position());
            if (n < 0) {
                break;
            }
        }
        return data.flip();
    }

    private static ByteBuffer slice(ByteBuffer data, int from) {
        return data.duplicate().position(from).slice();
    }

    private static boolean starts(ByteBuffer data, byte[] prefix) {
        return data.remaining() >= prefix.length
                && java.util.Arrays.mismatch(
                                data.array(),
                                data.arrayOffset(),
                                data.arrayOffset() + prefix.length,
                                prefix,
                                0,
                                prefix.length)
                        < 0;
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.ISO_8859_1.decode(data.duplicate()).toString();
    }
}
