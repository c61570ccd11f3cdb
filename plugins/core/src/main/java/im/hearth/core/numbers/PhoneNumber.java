package im.hearth.core.numbers;

/**
 * A phone number. Private: what is logged is {@link #toString}, which hides it.
 *
 * @param e164 with {@code +}: {@code +4915123456789}
 * @param country the region it belongs to, ISO 3166-1 alpha-2: {@code DE}
 * @param countryCode its country calling code: 49
 */
public record PhoneNumber(String e164, String country, int countryCode) {
    private static final int TAIL = 4;
    private static final int SHOWN = 3;

    /** The number without its last 4 digits: what limits against SMS pumping count by. */
    public String prefix() {
        return prefix(e164);
    }

    /** As {@link #prefix()}, of a number in E.164. */
    public static String prefix(String e164) {
        return e164.substring(0, e164.length() - TAIL);
    }

    /** The number for logs: {@code +49*******678}. */
    public String masked() {
        int head = 1 + String.valueOf(countryCode).length();
        int hidden = Math.max(0, e164.length() - head - SHOWN);
        return e164.substring(0, head) + "*".repeat(hidden) + e164.substring(head + hidden);
    }

    @Override
    public String toString() {
        return masked();
    }
}
