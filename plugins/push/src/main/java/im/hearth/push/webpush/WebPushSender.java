package im.hearth.push.webpush;

import im.hearth.core.plugin.Registration;
import im.hearth.core.settings.Settings;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Replacing;
import im.hearth.push.send.RetryAfter;
import im.hearth.push.send.Sender;
import im.hearth.push.send.Target;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends Web Push (RFC 8030). Each push goes out once: repeating is the queue's. */
public final class WebPushSender implements Sender, Registration {
    /** Push services keep nothing longer, and some refuse a longer one: 4 weeks. */
    private static final Duration LONGEST = Duration.ofDays(28);

    private static final Logger log = LoggerFactory.getLogger(WebPushSender.class);

    private final Settings settings;
    private final Clock clock;
    private final String contact;
    private final Vapid vapid;
    private final Encryption encryption;
    private final WebPushHttp http;
    private final Payload payload = new Payload();

    /**
     * A sender.
     *
     * @param domain of this server: its postmaster is whom push services may write to, where the settings name nobody
     */
    public WebPushSender(Settings settings, VapidKeys keys, String domain, Clock clock, SecureRandom random) {
        this.settings = settings;
        this.clock = clock;
        this.contact = "mailto:postmaster@" + domain;
        this.vapid = new Vapid(keys, clock);
        this.encryption = new Encryption(random);
        this.http = new WebPushHttp(settings);
    }

    @Override
    public Receipt send(Target target, Alert alert) {
        Subscription subscription;
        try {
            subscription = Subscription.of(target, settings.get(WebPushSettings.ALLOW_LOOPBACK));
        } catch (IllegalArgumentException e) {
            // It will never be another one.
            return new Receipt.Gone("invalid-subscription");
        }
        byte[] body = encryption.encrypt(payload.of(alert), subscription);
        try {
            return receipt(http.post(subscription.endpoint(), headers(target, subscription, alert), body));
        } catch (Addresses.Forbidden e) {
            return new Receipt.Refused("forbidden-address");
        } catch (IOException e) {
            return new Receipt.Later("unreachable", null);
        }
    }

    /** Closes the connections. */
    @Override
    public void close() {
        http.close();
    }

    private Map<String, String> headers(Target target, Subscription subscription, Alert alert) {
        String subject = settings.get(WebPushSettings.SUBJECT);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", vapid.authorization(subscription.origin(), subject.isEmpty() ? contact : subject));
        headers.put("TTL", Long.toString(left(alert)));
        headers.put("Urgency", "high");
        headers.put("Content-Encoding", "aes128gcm");
        if (alert.conversation() != null) {
            headers.put("Topic", Replacing.key(target, alert.conversation()));
        }
        return headers;
    }

    /** How long it may still be of use, in seconds; 0 is now or never. */
    private long left(Alert alert) {
        long left = Duration.between(clock.instant(), alert.until()).toSeconds();
        return Math.min(Math.max(0, left), LONGEST.toSeconds());
    }

    private Receipt receipt(WebPushHttp.Answer answer) {
        int status = answer.status();
        return switch (status) {
            case 404, 410 -> new Receipt.Gone("http-" + status);
            case 401, 403 -> {
                log.warn(
                        "A push service refuses our VAPID token with {}: was the key {} changed, is this machine's clock wrong,"
                                + " or {} nobody's address?",
                        status,
                        WebPushSettings.PRIVATE_KEY.name(),
                        WebPushSettings.SUBJECT.name());
                yield new Receipt.Later("webpush-vapid-refused", pause(answer));
            }
            case 408, 425, 429 -> new Receipt.Later("http-" + status, pause(answer));
            default -> {
                if (status >= 200 && status < 300) {
                    yield new Receipt.Sent();
                }
                yield status >= 500
                        ? new Receipt.Later("http-" + status, pause(answer))
                        : new Receipt.Refused("http-" + status);
            }
        };
    }

    private @Nullable Duration pause(WebPushHttp.Answer answer) {
        return RetryAfter.parse(answer.retryAfter(), clock);
    }
}
