package im.hearth.push.queue;

import im.hearth.core.db.Dialect;
import im.hearth.core.notices.NotificationKind;
import im.hearth.push.devices.Platform;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_push: one row for what waits to be sent to a device. What of a row changes while it waits, the event and
 * the end, is in no index: so the change is written to the row alone. Who claims a row makes it due again at the end of
 * the claim: so what a node that died had claimed is free again, without anybody looking for it. Times are epoch
 * milliseconds.
 */
public final class PushStore {
    /** How much sooner than its last event asks for something may be of no more use: it is not written for each of them. */
    private static final long EARLY_MOST = Duration.ofMinutes(10).toMillis();

    private final Dialect dialect;

    public PushStore(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What a person is to be woken for. */
    public record Event(String username, String notificationId, NotificationKind kind, long eventId) {}

    /** A device of somebody's that is to be woken. */
    record Awake(String deviceId, String username, Platform platform, String provider) {}

    /** What is to be queued. */
    record Entry(Awake device, String notificationId, long eventId, long dueAt, long expiresAt) {
        Waiting waiting() {
            return new Waiting(device.deviceId(), notificationId);
        }
    }

    /** What waits once at most, but for one that comes while another one is given back. */
    private record Waiting(String deviceId, String notificationId) {}

    /** The devices of these people that are to be woken. */
    List<Awake> devices(Handle handle, Collection<String> usernames) {
        return handle.createQuery("""
                        SELECT id, username, platform, provider FROM hearth_device
                        WHERE username IN (<usernames>) AND enabled = 1
                        """)
                .bindList("usernames", List.copyOf(usernames))
                .map((row, context) -> new Awake(
                        row.getString("id"),
                        row.getString("username"),
                        Platform.valueOf(row.getString("platform")),
                        row.getString("provider")))
                .list();
    }

    /**
     * Lets what waits already for the same device and notification stand for the entries: what it is about is looked up when
     * it is sent. Answers the other entries. Nobody claims one that waits before the transaction ends: so it is not sent
     * without what the transaction writes.
     */
    List<Entry> join(Handle handle, List<Entry> entries) {
        return dialect == Dialect.POSTGRESQL ? joinAtOnce(handle, entries) : prolong(handle, entries);
    }

    private static List<Entry> joinAtOnce(Handle handle, List<Entry> entries) {
        Map<Waiting, Long> ends = new HashMap<>();
        handle.createQuery("""
                        SELECT device_id, notification_id, expires_at FROM hearth_push
                        WHERE notification_id = ANY (:notifications) AND claimed_by IS NULL ORDER BY id FOR UPDATE
                        """)
                .bindArray(
                        "notifications",
                        String.class,
                        entries.stream().map(Entry::notificationId).distinct().toArray())
                .map((row, context) -> Map.entry(
                        new Waiting(row.getString("device_id"), row.getString("notification_id")),
                        row.getLong("expires_at")))
                .forEach(one -> ends.merge(one.getKey(), one.getValue(), Math::max));
        List<Entry> old = entries.stream()
                .filter(entry -> ends.getOrDefault(entry.waiting(), Long.MAX_VALUE) + EARLY_MOST < entry.expiresAt())
                .toList();
        prolong(handle, old);
        return entries.stream()
                .filter(entry -> !ends.containsKey(entry.waiting()))
                .toList();
    }

    /** Lets what waits be of use as long as the entries are; answers those that nothing waits for. */
    private static List<Entry> prolong(Handle handle, List<Entry> entries) {
        if (entries.isEmpty()) {
            return entries;
        }
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE hearth_push SET event_id = :event, expires_at = :expires
                WHERE notification_id = :notification AND device_id = :device AND claimed_by IS NULL
                """);
        for (Entry entry : entries) {
            batch.bind("event", entry.eventId())
                    .bind("expires", entry.expiresAt())
                    .bind("notification", entry.notificationId())
                    .bind("device", entry.device().deviceId())
                    .add();
        }
        int[] counts = batch.execute();
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] == 0)
                .mapToObj(entries::get)
                .toList();
    }

    void insert(Handle handle, List<Entry> entries) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO hearth_push (device_id, platform, provider, notification_id, event_id, due_at, expires_at,
                    attempts)
                VALUES (:device, :platform, :provider, :notification, :event, :due, :expires, 0)
                """);
        for (Entry entry : entries) {
            batch.bind("device", entry.device().deviceId())
                    .bind("platform", entry.device().platform().name())
                    .bind("provider", entry.device().provider())
                    .bind("notification", entry.notificationId())
                    .bind("event", entry.eventId())
                    .bind("due", entry.dueAt())
                    .bind("expires", entry.expiresAt())
                    .add();
        }
        batch.execute();
    }

    /** Claims what is due, the longest waiting first: nobody else gets it until the claim ends. */
    List<Push> claim(Handle handle, Platform platform, long now, long until, String claim, int limit) {
        List<Push> due = handle.createQuery("""
                        SELECT id, device_id, platform, provider, notification_id, event_id, expires_at, attempts
                        FROM hearth_push WHERE platform = :platform AND due_at <= :now
                        ORDER BY due_at FETCH FIRST :limit ROWS ONLY
                        """ + (dialect == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : ""))
                .bind("platform", platform.name())
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> new Push(
                        row.getLong("id"),
                        row.getString("device_id"),
                        Platform.valueOf(row.getString("platform")),
                        row.getString("provider"),
                        row.getString("notification_id"),
                        row.getLong("event_id"),
                        row.getLong("expires_at"),
                        row.getInt("attempts"),
                        claim))
                .list();
        if (!due.isEmpty()) {
            handle.createUpdate("UPDATE hearth_push SET due_at = :until, claimed_by = :claim WHERE id IN (<ids>)")
                    .bindList("ids", due.stream().map(Push::id).toList())
                    .bind("until", until)
                    .bind("claim", claim)
                    .execute();
        }
        return due;
    }

    int delete(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM hearth_push WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /**
     * Gives one back that is still its worker's, due at that time. If another one has come since for the same notification,
     * that one takes its place and waits as long.
     */
    int release(Handle handle, Push push, long dueAt, int attempts) {
        int others = handle.createUpdate("""
                        UPDATE hearth_push
                        SET due_at = GREATEST(due_at, :due), attempts = GREATEST(attempts, :attempts)
                        WHERE notification_id = :notification AND device_id = :device AND claimed_by IS NULL
                        """)
                .bind("notification", push.notificationId())
                .bind("device", push.deviceId())
                .bind("due", dueAt)
                .bind("attempts", attempts)
                .execute();
        if (others > 0) {
            return delete(handle, push.id());
        }
        return handle.createUpdate("""
                        UPDATE hearth_push SET due_at = :due, attempts = :attempts, claimed_by = NULL
                        WHERE id = :id AND claimed_by = :claim
                        """)
                .bind("id", push.id())
                .bind("claim", push.claim())
                .bind("due", dueAt)
                .bind("attempts", attempts)
                .execute();
    }

    /** Puts off what is due at a provider and nobody's; what somebody is just changing is put off when it is claimed. */
    int postpone(Handle handle, Platform platform, String provider, long now, long until) {
        return handle.createUpdate("""
                        UPDATE hearth_push SET due_at = :until WHERE id IN (
                          SELECT id FROM hearth_push
                          WHERE provider = :provider AND due_at <= :now AND platform = :platform AND claimed_by IS NULL
                          %s)
                        """.formatted(dialect == Dialect.POSTGRESQL ? "FOR UPDATE SKIP LOCKED" : ""))
                .bind("platform", platform.name())
                .bind("provider", provider)
                .bind("now", now)
                .bind("until", until)
                .execute();
    }

    int deleteExpired(Handle handle, long now) {
        return handle.createUpdate("""
                        DELETE FROM hearth_push
                        WHERE platform IN ('FCM', 'WEBPUSH', 'XMPP') AND due_at <= :now AND expires_at <= :now
                        """).bind("now", now).execute();
    }

    /** How many wait. */
    long count(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM hearth_push")
                .mapTo(Long.class)
                .one();
    }

    /** When the one that waits longest is or was due; null if none waits. */
    @Nullable Long firstDue(Handle handle) {
        // By platform: the index begins with that.
        return handle.createQuery("""
                        SELECT MIN(first_due) FROM (
                          SELECT MIN(due_at) AS first_due FROM hearth_push WHERE platform = 'FCM'
                          UNION ALL SELECT MIN(due_at) FROM hearth_push WHERE platform = 'WEBPUSH'
                          UNION ALL SELECT MIN(due_at) FROM hearth_push WHERE platform = 'XMPP') AS firsts
                        """)
                .map((row, context) -> row.getObject(1, Long.class))
                .one();
    }

    /**
     * The address of a device.
     *
     * @param tokenHash tells whether it is still the same one
     */
    record Address(String id, String username, String sealed, boolean enabled, String tokenHash) {}

    /** Where a device is; null for one that is gone. */
    @Nullable Address address(Handle handle, String deviceId) {
        return handle.createQuery("SELECT id, username, sealed, enabled, token_hash FROM hearth_device WHERE id = :id")
                .bind("id", deviceId)
                .map((row, context) -> new Address(
                        row.getString("id"),
                        row.getString("username"),
                        row.getString("sealed"),
                        row.getInt("enabled") == 1,
                        row.getString("token_hash")))
                .findOne()
                .orElse(null);
    }

    /** Forgets a device that its provider does not know any more, unless it was registered anew since. */
    int forget(Handle handle, Address address) {
        int gone = handle.createUpdate("DELETE FROM hearth_device WHERE id = :id AND sealed = :sealed")
                .bind("id", address.id())
                .bind("sealed", address.sealed())
                .execute();
        if (gone == 1) {
            handle.createUpdate("DELETE FROM hearth_push WHERE device_id = :id")
                    .bind("id", address.id())
                    .execute();
        }
        return gone;
    }
}
