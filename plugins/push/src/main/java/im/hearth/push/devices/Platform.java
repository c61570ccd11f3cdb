package im.hearth.push.devices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By what a device is reached. */
public enum Platform {
    /** Firebase Cloud Messaging: Android, and Apple through it. */
    FCM,
    /** Browsers (RFC 8030). */
    WEBPUSH,
    /** The push service of an XMPP app (XEP-0357). */
    XMPP;

    /** The name at the doors. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The platform of that name; empty for another text. */
    public static Optional<Platform> named(String label) {
        return Arrays.stream(values())
                .filter(platform -> platform.label().equals(label))
                .findFirst();
    }
}
