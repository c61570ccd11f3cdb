package im.hearth.push.firebase;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.FirebaseMessaging;
import im.hearth.core.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way to Firebase with the account that the settings name now. */
final class FirebaseLine {
    private final Settings settings;
    private @Nullable Open open;

    FirebaseLine(Settings settings) {
        this.settings = settings;
    }

    /** An operator's mistake: the settings lead nowhere. The message names the setting, and nothing secret. */
    static final class Misconfigured extends Exception {
        private final String reason;

        Misconfigured(String reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }

        /** A code for metrics. */
        String reason() {
            return reason;
        }
    }

    private record Account(String json, String url, Duration timeout) {}

    private record Open(Account account, FirebaseApp app, FirebaseMessaging messaging) {}

    /**
     * The SDK's client; a new one where the settings have changed.
     *
     * @throws Misconfigured if they name no account, or one that cannot be read
     */
    synchronized FirebaseMessaging messaging() throws Misconfigured {
        Account account =
                new Account(json(), settings.get(FirebaseSettings.URL), settings.get(FirebaseSettings.TIMEOUT));
        Open current = open;
        if (current != null && current.account().equals(account)) {
            return current.messaging();
        }
        close();
        current = connect(account);
        open = current;
        return current.messaging();
    }

    boolean isConfigured() {
        return !settings.get(FirebaseSettings.SERVICE_ACCOUNT).isBlank()
                || !settings.get(FirebaseSettings.CREDENTIALS_FILE).isBlank();
    }

    synchronized void close() {
        if (open != null) {
            open.app().delete();
            open = null;
        }
    }

    private String json() throws Misconfigured {
        String json = settings.get(FirebaseSettings.SERVICE_ACCOUNT).trim();
        if (!json.isEmpty()) {
            return json;
        }
        String file = settings.get(FirebaseSettings.CREDENTIALS_FILE).trim();
        if (file.isEmpty()) {
            throw new Misconfigured(
                    "firebase-not-configured",
                    "set " + FirebaseSettings.SERVICE_ACCOUNT.name() + " or "
                            + FirebaseSettings.CREDENTIALS_FILE.name());
        }
        try {
            // Read each time: it is small, and one that is replaced counts at once.
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new Misconfigured(
                    "firebase-credentials-unreadable",
                    "the file of " + FirebaseSettings.CREDENTIALS_FILE.name() + " cannot be read");
        }
    }

    private static Open connect(Account account) throws Misconfigured {
        FirebaseHttp http = new FirebaseHttp(account.timeout(), account.url());
        ServiceAccountCredentials credentials;
        try {
            credentials = ServiceAccountCredentials.fromStream(
                            new ByteArrayInputStream(account.json().getBytes(StandardCharsets.UTF_8)), () -> http)
                    .toBuilder()
                    // Repeating is the queue's.
                    .setDefaultRetriesEnabled(false)
                    .build();
        } catch (IOException | RuntimeException e) {
            // What the SDK says of it may quote the key.
            throw new Misconfigured(
                    "firebase-credentials-unreadable",
                    FirebaseSettings.SERVICE_ACCOUNT.name() + " is not the JSON of a service account's key");
        }
        if (credentials.getProjectId() == null || credentials.getProjectId().isBlank()) {
            throw new Misconfigured(
                    "firebase-credentials-unreadable",
                    FirebaseSettings.SERVICE_ACCOUNT.name() + " names no project_id");
        }
        FirebaseOptions options = FirebaseOptions.builder()
                .setCredentials(credentials)
                .setProjectId(credentials.getProjectId())
                .setHttpTransport(http)
                .build();
        // The SDK keeps its apps by name for the whole machine.
        FirebaseApp app = FirebaseApp.initializeApp(options, "hearth-" + UUID.randomUUID());
        return new Open(account, app, FirebaseMessaging.getInstance(app));
    }
}
