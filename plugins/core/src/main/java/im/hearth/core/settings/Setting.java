package im.hearth.core.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One thing that an operator can set: a server property {@code hearth.…}, or the environment variable of the same name
 * in capitals with underscores ({@code hearth.sms.daily-cap} is {@code HEARTH_SMS_DAILY_CAP}), which wins.
 *
 * @param name the property's name, starting with {@code hearth.}
 * @param fallback the value where nothing is set
 * @param parse from the text to the value; throws IllegalArgumentException with what a right value looks like
 * @param secret kept encrypted, never printed
 */
public record Setting<T>(String name, T fallback, Function<String, T> parse, boolean secret) {
    public Setting {
        if (!name.startsWith("hearth.")) {
            throw new IllegalArgumentException("A setting's name starts with hearth.: " + name);
        }
    }

    /** A text. */
    public static Setting<String> text(String name, String fallback) {
        return new Setting<>(name, fallback, Function.identity(), false);
    }

    /** A text that is kept encrypted and never printed; empty where it is not set. */
    public static Setting<String> secret(String name) {
        return new Setting<>(name, "", Function.identity(), true);
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Setting<Integer> number(String name, int fallback, int least, int most) {
        return new Setting<>(
                name,
                fallback,
                text -> {
                    int value = parseInt(text);
                    if (value < least || value > most) {
                        throw new IllegalArgumentException("a whole number from " + least + " to " + most);
                    }
                    return value;
                },
                false);
    }

    /** A number of bytes, such as {@code 1048576}, or in binary units, such as {@code 100M} or {@code 5G}. */
    public static Setting<Long> bytes(String name, long fallback) {
        return new Setting<>(name, fallback, Setting::parseBytes, false);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String name, boolean fallback) {
        return new Setting<>(
                name,
                fallback,
                text -> switch (text.trim().toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("true or false");
                },
                false);
    }

    /** A length of time in ISO 8601, such as {@code PT15M} or {@code P28D}. */
    public static Setting<Duration> duration(String name, Duration fallback) {
        return new Setting<>(
                name,
                fallback,
                text -> {
                    try {
                        return Duration.parse(text.trim());
                    } catch (java.time.format.DateTimeParseException e) {
                        throw new IllegalArgumentException("a length of time such as PT15M or P28D", e);
                    }
                },
                false);
    }

    /** Texts separated by commas. */
    public static Setting<List<String>> list(String name, List<String> fallback) {
        return new Setting<>(
                name,
                fallback,
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::trim)
                        .filter(part -> !part.isEmpty())
                        .toList(),
                false);
    }

    /** One of the names of an enum, in any case, with hyphens for underscores. */
    public static <E extends Enum<E>> Setting<E> choice(String name, E fallback) {
        Class<E> type = fallback.getDeclaringClass();
        return new Setting<>(
                name,
                fallback,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(e -> label(e).equals(label(text)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Setting::label)
                                        .toList())),
                false);
    }

    /** The environment variable of this setting. */
    public String variable() {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String label(Object value) {
        return value.toString().trim().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long parseBytes(String text) {
        String number = text.trim().toUpperCase(Locale.ROOT);
        int unit = number.isEmpty() ? -1 : "KMGT".indexOf(number.charAt(number.length() - 1));
        try {
            long count = Long.parseLong(unit < 0 ? number : number.substring(0, number.length() - 1));
            long bytes = Math.multiplyExact(count, 1L << (10 * (unit + 1)));
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Said below.
        }
        throw new IllegalArgumentException("a number of bytes such as 1048576, 100M or 5G");
    }

    private static int parseInt(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number", e);
        }
    }
}
