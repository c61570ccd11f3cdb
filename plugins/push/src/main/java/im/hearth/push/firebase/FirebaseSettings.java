package im.hearth.push.firebase;

import im.hearth.core.settings.Setting;
import java.net.URI;
import java.time.Duration;

/** What the sender through Firebase needs to know. It reads them at use, so that a change counts at once. */
public final class FirebaseSettings {
    /** The service account's key, the JSON as the Firebase console gives it. */
    public static final Setting<String> SERVICE_ACCOUNT = Setting.secret("hearth.push.firebase.service-account");

    /** The file that holds that JSON, where the setting itself does not. */
    public static final Setting<String> CREDENTIALS_FILE = Setting.text("hearth.push.firebase.credentials-file", "");

    /** How long Firebase may take to be reached, and then to answer. */
    public static final Setting<Duration> TIMEOUT =
            Setting.duration("hearth.push.firebase.timeout", Duration.ofSeconds(10));

    /** Where to connect instead of {@code https://fcm.googleapis.com}: a stub. Empty for Firebase itself. */
    public static final Setting<String> URL =
            new Setting<>("hearth.push.firebase.url", "", FirebaseSettings::origin, false);

    private FirebaseSettings() {}

    private static String origin(String text) {
        URI uri = URI.create(text.trim());
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null || !uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("an address without a path, such as http://127.0.0.1:9099");
        }
        return uri.toString();
    }
}
