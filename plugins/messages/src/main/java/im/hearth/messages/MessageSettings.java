package im.hearth.messages;

import im.hearth.core.settings.Setting;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;

/** What an operator can set about messages. */
public final class MessageSettings {
    /** How long the text of a message may be, in bytes of UTF-8. */
    public static final Setting<Integer> MAX_BODY =
            Setting.number("hearth.messages.max-body", 65_536, 1_024, 1_048_576);

    /** How long after sending it its sender may edit a message. */
    public static final Setting<Duration> EDIT_WINDOW =
            Setting.duration("hearth.messages.edit-window", Duration.ofDays(2));

    /** How long messages are kept; empty for ever. A year is 365 days, a month 30. */
    public static final Setting<Optional<Duration>> RETENTION =
            new Setting<>("hearth.messages.retention", Optional.empty(), text -> Optional.of(age(text.trim())), false);

    /** A thousand years. */
    private static final long LONGEST_DAYS = 365_000;

    private MessageSettings() {}

    private static Duration age(String text) {
        try {
            Duration age = text.startsWith("P") && text.matches("P[0-9YMWD]+")
                    ? days(Period.parse(text))
                    : Duration.parse(text);
            // A slip such as PT0S must not empty the archive.
            if (age.compareTo(Duration.ofHours(1)) >= 0 && age.toDays() <= LONGEST_DAYS) {
                return age;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("a length of time such as P90D or P1Y", e);
        }
        throw new IllegalArgumentException("a length of time such as P90D or P1Y, of an hour to a thousand years");
    }

    private static Duration days(Period period) {
        return Duration.ofDays(period.getYears() * 365L + period.getMonths() * 30L + period.getDays());
    }
}
