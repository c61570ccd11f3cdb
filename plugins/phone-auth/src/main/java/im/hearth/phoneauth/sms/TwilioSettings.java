package im.hearth.phoneauth.sms;

import im.hearth.core.settings.Setting;
import java.net.URI;
import java.time.Duration;

/** What the senders through Twilio need to know. They read it at use, so that a change counts at once. */
public final class TwilioSettings {
    /** The account: {@code AC…}. */
    public static final Setting<String> ACCOUNT_SID = Setting.text("hearth.twilio.account-sid", "");

    /** The account's auth token; not needed with an API key. */
    public static final Setting<String> AUTH_TOKEN = Setting.secret("hearth.twilio.auth-token");

    /** An API key, {@code SK…}, which can be revoked by itself; where it is set, it serves instead of the auth token. */
    public static final Setting<String> API_KEY_SID = Setting.text("hearth.twilio.api-key-sid", "");

    /** The secret of the API key. */
    public static final Setting<String> API_KEY_SECRET = Setting.secret("hearth.twilio.api-key-secret");

    /** The Verify service, {@code VA…}, of the sender {@code twilio-verify}. */
    public static final Setting<String> VERIFY_SERVICE = Setting.text("hearth.twilio.verify-service", "");

    /** The Messaging service, {@code MG…}, of the sender {@code twilio-messaging}. */
    public static final Setting<String> MESSAGING_SERVICE = Setting.text("hearth.twilio.messaging-service", "");

    /** The number, or the name, that {@code twilio-messaging} sends from where there is no Messaging service. */
    public static final Setting<String> FROM = Setting.text("hearth.twilio.from", "");

    /** How long Twilio may take to be reached, and then to answer; the caller waits for it. */
    public static final Setting<Duration> TIMEOUT = Setting.duration("hearth.twilio.timeout", Duration.ofSeconds(10));

    /** Twilio's region, such as {@code ie1}; its own choice where it is empty. */
    public static final Setting<String> REGION = Setting.text("hearth.twilio.region", "");

    /** Twilio's edge, such as {@code dublin}; its own choice where it is empty. */
    public static final Setting<String> EDGE = Setting.text("hearth.twilio.edge", "");

    /**
     * Where to connect instead of Twilio itself: a gateway, or a stub. Requests stay as they are; their {@code Host} still
     * names Twilio's.
     */
    public static final Setting<String> GATEWAY =
            new Setting<>("hearth.twilio.gateway", "", TwilioSettings::gateway, false);

    private TwilioSettings() {}

    private static String gateway(String text) {
        String address = text.trim();
        URI uri = URI.create(address);
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null || !uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("an address without a path, such as https://gateway.example.org:8443");
        }
        return address;
    }
}
