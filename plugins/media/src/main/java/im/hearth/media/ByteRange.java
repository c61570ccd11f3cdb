package im.hearth.media;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first of its bytes, from 0 on
 * @param length how many; 0 for a range that the file does not have
 */
record ByteRange(long first, long length) {
    private static final String UNIT = "bytes=";

    /** Whether the file has it. */
    boolean isSatisfiable() {
        return length > 0;
    }

    long last() {
        return first + length - 1;
    }

    /**
     * The range that a header asks for. Empty for the whole file: without a header, with one that cannot be read, and for
     * several ranges, which nobody needs to serve (section 14.2).
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        if (header == null || !header.regionMatches(true, 0, UNIT, 0, UNIT.length()) || header.indexOf(',') >= 0) {
            return Optional.empty();
        }
        String range = header.substring(UNIT.length()).strip();
        int dash = range.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        Long first = number(range.substring(0, dash));
        Long last = number(range.substring(dash + 1));
        boolean isOpen = dash == range.length() - 1;
        if (dash == 0) {
            return last == null ? Optional.empty() : Optional.of(suffix(last, size));
        }
        if (first == null || (last == null && !isOpen) || (last != null && last < first)) {
            return Optional.empty();
        }
        long end = last == null ? size - 1 : Math.min(last, size - 1);
        return Optional.of(new ByteRange(first, Math.max(0, end - first + 1)));
    }

    private static ByteRange suffix(long length, long size) {
        long bytes = Math.min(length, size);
        return new ByteRange(size - bytes, bytes);
    }

    private static @Nullable Long number(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return digits.length() > 18 ? Long.valueOf(Long.MAX_VALUE) : Long.valueOf(digits);
    }
}
