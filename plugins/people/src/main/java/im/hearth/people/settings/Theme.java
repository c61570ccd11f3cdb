package im.hearth.people.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an app looks. */
public enum Theme {
    LIGHT,
    DARK,
    SYSTEM;

    /** The name at both doors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Theme> named(String label) {
        return Arrays.stream(values())
                .filter(theme -> theme.label().equals(label))
                .findFirst();
    }
}
