package im.hearth.push.webpush;

import im.hearth.core.settings.Setting;
import java.time.Duration;

/** What the sender of Web Push needs to know. It reads them at use, so that a change counts at once. */
public final class WebPushSettings {
    /** Whom a push service may write to about our pushes: {@code mailto:…} or {@code https://…} (RFC 8292, section 2.1). */
    public static final Setting<String> SUBJECT =
            new Setting<>("hearth.push.webpush.subject", "", WebPushSettings::contact, false);

    /** The private VAPID key, P-256: 32 bytes in Base64url. Made at the first use where the operator gives none. */
    public static final Setting<String> PRIVATE_KEY = Setting.secret("hearth.push.webpush.private-key");

    /** How long a push service may take to be reached, and in all to answer. */
    public static final Setting<Duration> TIMEOUT =
            Setting.duration("hearth.push.webpush.timeout", Duration.ofSeconds(10));

    /** Allows endpoints on this machine, also by plain HTTP: for tests. */
    public static final Setting<Boolean> ALLOW_LOOPBACK = Setting.flag("hearth.push.webpush.allow-loopback", false);

    private WebPushSettings() {}

    private static String contact(String text) {
        String contact = text.trim();
        if (!contact.startsWith("mailto:") && !contact.startsWith("https://")) {
            throw new IllegalArgumentException("such as mailto:admin@example.org or https://example.org/contact");
        }
        return contact;
    }
}
