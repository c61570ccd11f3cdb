package im.hearth.phoneauth.sms;

import im.hearth.core.problem.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a code gets to a phone. */
public enum Channel {
    SMS,
    CALL,
    WHATSAPP;

    /** Its name in the API: {@code sms}, {@code call}, {@code whatsapp}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The channel of that name.
     *
     * @throws Problem of kind INVALID on {@code channel}
     */
    public static Channel parse(String label) {
        return Arrays.stream(values())
                .filter(channel -> channel.label().equals(label))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "channel",
                        "is one of "
                                + Arrays.stream(values()).map(Channel::label).collect(Collectors.joining(", "))));
    }
}
