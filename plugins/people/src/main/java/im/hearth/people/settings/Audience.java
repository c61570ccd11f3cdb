package im.hearth.people.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** To whom something of a person is shown; never to those whom the person has blocked. */
public enum Audience {
    EVERYONE,
    FRIENDS,
    NOBODY;

    /** The name at both doors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Audience> named(String label) {
        return Arrays.stream(values())
                .filter(audience -> audience.label().equals(label))
                .findFirst();
    }
}
