package im.hearth.phoneauth.limits;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/**
 * How often what may happen: at most so many times within a window that opens with the first time. Each size is a
 * setting; 0 allows nothing.
 */
public enum Limit {
    /** Codes to one number. */
    CODES_PER_NUMBER("codes-per-number", 5, Duration.ofDays(1), "This number got as many codes as it may today."),
    /** Codes asked for from one IP address (IPv6: /64). */
    CODES_PER_ADDRESS("codes-per-address", 20, Duration.ofHours(1), "Too many codes were asked for from your network."),
    /** Codes to numbers that differ in their last 4 digits only. */
    CODES_PER_PREFIX("codes-per-prefix", 200, Duration.ofDays(1), "Too many codes went to numbers like this one."),
    /** Codes in all: what they may cost in a day. */
    CODES_IN_ALL("codes-in-all", 5_000, Duration.ofDays(1), "No more codes are sent today."),
    /** Wrong codes from one IP address. */
    WRONG_CODES_PER_ADDRESS(
            "wrong-codes-per-address", 100, Duration.ofHours(1), "Too many wrong codes came from your network."),
    /** Wrong passwords for one account from one IP address. */
    WRONG_PASSWORDS("wrong-passwords", 10, Duration.ofMinutes(15), "Too many wrong passwords."),
    /** Wrong passwords from one IP address, for whatever accounts. */
    WRONG_PASSWORDS_PER_ADDRESS(
            "wrong-passwords-per-address",
            100,
            Duration.ofHours(1),
            "Too many wrong passwords came from your network."),
    /** Numbers that one account looks up. */
    LOOKUPS_PER_ACCOUNT(
            "lookups-per-account", 100, Duration.ofDays(1), "You looked up as many numbers as you may today.");

    private final String label;
    private final int size;
    private final Duration window;
    private final String detail;

    Limit(String label, int size, Duration window, String detail) {
        this.label = label;
        this.size = size;
        this.window = window;
        this.detail = detail;
    }

    /** How many times within the window. */
    public Setting<Integer> size() {
        return Setting.number("hearth.limits." + label, size, 0, Integer.MAX_VALUE);
    }

    public Duration window() {
        return window;
    }

    /** What is told to whoever reaches the limit. */
    String detail() {
        return detail;
    }

    /** Whether it counts what one network does. */
    boolean isByAddress() {
        return this == CODES_PER_ADDRESS || this == WRONG_CODES_PER_ADDRESS || this == WRONG_PASSWORDS_PER_ADDRESS;
    }
}
