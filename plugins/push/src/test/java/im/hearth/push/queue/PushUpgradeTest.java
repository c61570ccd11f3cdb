package im.hearth.push.queue;

import static org.assertj.core.api.Assertions.assertThat;

import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.testing.SchemaUpgradeContract;
import im.hearth.push.devices.Platform;
import java.util.List;

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
    }
}
