package im.hearth.push.queue;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.settings.Settings;
import im.hearth.core.testing.MemoryProperties;
import im.hearth.core.testing.SchemaUpgradeContract;
import im.hearth.push.devices.Platform;
import im.hearth.push.notifications.NoticeStore;
import im.hearth.push.notifications.Notification;
import im.hearth.push.notifications.NotificationStore;
import im.hearth.push.notifications.Notifications;
import java.time.Clock;
import java.util.List;
import java.util.Map;

final class PushUpgradeTest extends SchemaUpgradeContract {
    PushUpgradeTest() {
        super("hearth-push");
    }

    @Override
    protected List<String> rowsOfVersion1(Dialect dialect) {
        return List.of(
                "INSERT INTO hearth_device (id, username, platform, provider, token_hash, sealed, enabled, created_at)"
                        + " VALUES ('d1', 'alice', 'FCM', 'fcm', 'hash', 'sealed', 1, 1000)",
                "INSERT INTO hearth_notification (id, username, kind, slot, events, event_id)"
                        + " VALUES ('n1', 'alice', 'MESSAGE', 'alice MESSAGE bob', 2, 7)",
                "INSERT INTO hearth_notification (id, username, kind, slot, events, event_id, read_at)"
                        + " VALUES ('n2', 'alice', 'MESSAGE', 'alice MESSAGE carol', 1, 8, 1000)",
                "INSERT INTO hearth_push (device_id, platform, provider, notification_id, event_id, due_at, expires_at,"
                        + " attempts) VALUES ('d1', 'FCM', 'fcm', 'n1', 7, 1000, 9000, 0)",
                "INSERT INTO hearth_notice (id, username, kind) VALUES (8, 'alice', 'FRIEND_REQUEST')");
    }

    @Override
    protected void read(Database upgraded) {
        PushStore store = new PushStore(upgraded.dialect());
        List<Push> claimed = upgraded.write(
                transaction -> store.claim(transaction.handle(), Platform.FCM, 1_000, 61_000, "claim", 10));
        assertThat(claimed).singleElement().satisfies(push -> {
            assertThat(push.deviceId()).isEqualTo("d1");
            assertThat(push.eventId()).isEqualTo(7);
        });
        Notifications notifications = new Notifications(
                upgraded,
                new NotificationStore(upgraded.dialect()),
                new NoticeStore(),
                "example.org",
                new Settings(Map.of(), new MemoryProperties()),
                Clock.systemUTC());
        assertThat(notifications.list("alice", false, null, 10).items())
                .extracting(Notification::id)
                .containsExactly("n2", "n1");
        assertThat(notifications.list("alice", true, null, 10).items())
                .extracting(Notification::id)
                .containsExactly("n1");
    }
}
