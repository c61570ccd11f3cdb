package im.hearth.push.firebase;

import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.ApsAlert;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Excerpt;
import im.hearth.push.send.Replacing;
import im.hearth.push.send.Target;
import java.time.Clock;
import java.time.Duration;

/**
 * What Firebase is told to send (https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages): always data, and what
 * to show only where the alert may say it.
 *
 * <p>Apple gets an alert always. A background push, which would show nothing by itself, is one that iOS delivers when it likes,
 * and not at all to an app that was swiped away. Where there is no text the alert is a word of the app's own language,
 * {@code loc-key} {@code hearth_KIND}, and {@code mutable-content} lets the app's notification service extension fetch what happened
 * and say it better.
 */
final class FirebaseMessages {
    /** FCM keeps nothing longer: 4 weeks. */
    private static final Duration LONGEST = Duration.ofDays(28);

    /** Together with the rest less than FCM's 4096 bytes. */
    private static final int TITLE_BYTES = 200;

    private static final int TEXT_BYTES = 1200;

    /** Apple's: at once. */
    private static final String AT_ONCE = "10";

    private final Clock clock;

    FirebaseMessages(Clock clock) {
        this.clock = clock;
    }

    // Registration tokens are what apps have; installation ids, which the SDK prefers, are not what a device registers
    // with us.
    @SuppressWarnings("deprecation")
    Message of(Target target, Alert alert) {
        Message.Builder message = Message.builder()
                .setToken(target.token())
                .putData("id", alert.id())
                .putData("kind", alert.kind())
                .putData("unread", Integer.toString(alert.unread()));
        if (alert.subject() != null) {
            message.putData("subject", alert.subject());
        }
        if (alert.conversation() != null) {
            message.putData("conversation", alert.conversation());
        }
        if (isShown(alert)) {
            message.setNotification(notification(alert));
        }
        return message.setAndroidConfig(android(target, alert))
                .setApnsConfig(apple(target, alert))
                .build();
    }

    private static boolean isShown(Alert alert) {
        return alert.title() != null || alert.text() != null;
    }

    private static Notification notification(Alert alert) {
        Notification.Builder shown = Notification.builder();
        if (alert.title() != null) {
            shown.setTitle(Excerpt.of(alert.title(), TITLE_BYTES));
        }
        if (alert.text() != null) {
            shown.setBody(Excerpt.of(alert.text(), TEXT_BYTES));
        }
        return shown.build();
    }

    private AndroidConfig android(Target target, Alert alert) {
        AndroidConfig.Builder android =
                AndroidConfig.builder().setPriority(AndroidConfig.Priority.HIGH).setTtl(left(alert));
        if (alert.conversation() != null) {
            String key = Replacing.key(target, alert.conversation());
            android.setCollapseKey(key);
            if (isShown(alert)) {
                android.setNotification(
                        AndroidNotification.builder().setTag(key).build());
            }
        }
        return android.build();
    }

    /** How long it may still be of use, in milliseconds; 0 is now or never. */
    private long left(Alert alert) {
        long left = Duration.between(clock.instant(), alert.until()).toMillis();
        return Math.min(Math.max(0, left), LONGEST.toMillis());
    }

    private static ApnsConfig apple(Target target, Alert alert) {
        Aps.Builder aps = Aps.builder()
                .setBadge(Math.max(0, alert.unread()))
                .setSound("default")
                .setMutableContent(true);
        ApnsConfig.Builder apple = ApnsConfig.builder()
                .putHeader("apns-push-type", "alert")
                .putHeader("apns-priority", AT_ONCE)
                .putHeader("apns-expiration", Long.toString(alert.until().getEpochSecond()));
        if (alert.conversation() != null) {
            String key = Replacing.key(target, alert.conversation());
            apple.putHeader("apns-collapse-id", key);
            aps.setThreadId(key);
        }
        if (!isShown(alert)) {
            aps.setAlert(ApsAlert.builder()
                    .setLocalizationKey("hearth_" + alert.kind())
                    .build());
        }
        return apple.setAps(aps.build()).build();
    }
}
