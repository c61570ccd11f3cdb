package im.hearth.media.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Exif data of a picture (CIPA DC-008; TIFF 6.0, section 2), changed in place: what is erased becomes zeros, and nothing
 * moves. Data that is not as it should be is left alone from there on.
 */
final class Tiff {
    private static final int ORIENTATION = 0x0112;
    private static final int GPS = 0x8825;
    private static final int ENTRY = 12;
    private static final int MOST_ENTRIES = 1000;

    /** The bytes of a value, by the type of its entry (TIFF 6.0, page 15). */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private final ByteBuffer data;

    /** Exif data, from its byte order mark on. */
    Tiff(ByteBuffer data) {
        this.data = data.slice();
    }

    /** How the picture is to be turned to be seen upright: 1 to 8; 1 where nothing is said. */
    int orientation() {
        int entry = entry(ORIENTATION);
        int value = entry < 0 ? 1 : data.getShort(entry + 8);
        return value < 1 || value > 8 ? 1 : value;
    }

    /** Erases where the picture was taken; says whether there was something. */
    boolean eraseLocation() {
        int entry = entry(GPS);
        if (entry < 0) {
            return false;
        }
        int directory = data.getInt(entry + 8);
        int entries = entries(directory);
        for (int i = 0; i < entries; i++) {
            eraseEntry(directory + 2 + i * ENTRY);
        }
        if (entries > 0) {
            // A directory of no entries that is followed by none.
            erase(directory, 2 + entries * ENTRY);
        }
        return entries > 0;
    }

    private void eraseEntry(int entry) {
        int type = data.getShort(entry + 2) & 0xFFFF;
        long count = data.getInt(entry + 4) & 0xFFFFFFFFL;
        long bytes = count * (type < SIZES.length ? SIZES[type] : 0);
        int value = data.getInt(entry + 8);
        if (bytes > 4 && value >= 8 && value + bytes <= data.limit()) {
            erase(value, (int) bytes);
        }
    }

    private void erase(int from, int bytes) {
        for (int i = from; i < from + bytes && i < data.limit(); i++) {
            data.put(i, (byte) 0);
        }
    }

    /** Where the entry of the main directory with that tag is; -1 for nowhere. */
    private int entry(int tag) {
        if (!isTiff()) {
            return -1;
        }
        int directory = data.getInt(4);
        int entries = entries(directory);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY;
            if ((data.getShort(entry) & 0xFFFF) == tag) {
                return entry;
            }
        }
        return -1;
    }

    private boolean isTiff() {
        if (data.limit() < 8) {
            return false;
        }
        int mark = data.order(ByteOrder.BIG_ENDIAN).getShort(0);
        if (mark != 0x4949 && mark != 0x4D4D) {
            return false;
        }
        data.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return data.getShort(2) == 42;
    }

    /** How many entries a directory has that are wholly there. */
    private int entries(int directory) {
        if (directory < 8 || directory > data.limit() - 2) {
            return 0;
        }
        int count = data.getShort(directory) & 0xFFFF;
        return Math.min(Math.min(count, MOST_ENTRIES), (data.limit() - directory - 2) / ENTRY);
    }
}
