package im.hearth.push.notifications;

import im.hearth.core.db.Dialect;
import im.hearth.core.notices.NotificationKind;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The table hearth_notification. Times are epoch milliseconds. What of an unread row changes as more happens, the last event
 * among it, is in no index: so the change is written to the row alone. A read row changes no more, and stands in the index of
 * the list by its last event: {@code read_id} is that event, and NULL as long as the row is unread.
 */
public final class NotificationStore {
    private static final String COLUMNS =
            "id, username, kind, actor, conversation, subject, title, detail, events, event_id, read_at";

    private static final String TALK = "kind IN ('MESSAGE', 'GROUP_MESSAGE', 'MENTION')";

    private static final RowMapper<Notification> MAPPER = (row, context) -> {
        long readAt = row.getLong("read_at");
        boolean isRead = !row.wasNull();
        return new Notification(
                row.getString("id"),
                row.getString("username"),
                NotificationKind.valueOf(row.getString("kind")),
                row.getString("actor"),
                row.getString("conversation"),
                row.getString("subject"),
                row.getString("title"),
                row.getString("detail"),
                row.getInt("events"),
                row.getLong("event_id"),
                isRead ? Instant.ofEpochMilli(readAt) : null);
    };

    private final Dialect dialect;

    public NotificationStore(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The ids of unread notifications, by slot. */
    Map<String, String> unread(Handle handle, Collection<String> slots) {
        List<String> asked = List.copyOf(slots);
        String sql = "SELECT id, slot FROM hearth_notification WHERE slot %s AND read_id IS NULL";
        // One statement for any number of slots: PostgreSQL has read it before.
        var query = dialect == Dialect.POSTGRESQL
                ? handle.createQuery(sql.formatted("= ANY (:slots)")).bindArray("slots", String.class, asked)
                : handle.createQuery(sql.formatted("IN (<slots>)")).bindList("slots", asked);
        Map<String, String> unread = new HashMap<>();
        query.map((row, context) -> Map.entry(row.getString("slot"), row.getString("id")))
                .forEach(found -> unread.put(found.getKey(), found.getValue()));
        return unread;
    }

    /** Adds to notifications what happened since; answers the ids of those that are there no more, or are read. */
    List<String> add(Handle handle, List<Notification> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        Set<String> gone = changes.stream().map(Notification::id).collect(Collectors.toCollection(LinkedHashSet::new));
        gone.removeAll(dialect == Dialect.POSTGRESQL ? addAtOnce(handle, changes) : addEach(handle, changes));
        return List.copyOf(gone);
    }

    /** In one statement, in place of one for each; answers the ids of those that are there. */
    private static List<String> addAtOnce(Handle handle, List<Notification> changes) {
        return handle.createQuery("""
                        UPDATE hearth_notification n
                        SET events = n.events + c.events, event_id = c.event_id, actor = c.actor, subject = c.subject,
                            title = c.title, detail = c.detail
                        FROM UNNEST(:ids, :counts, :events, :actors, :subjects, :titles, :details)
                            AS c (id, events, event_id, actor, subject, title, detail)
                        WHERE n.id = c.id AND n.read_id IS NULL
                        RETURNING n.id
                        """)
                .bindArray("ids", String.class, all(changes, Notification::id))
                .bindArray("counts", Integer.class, all(changes, Notification::count))
                .bindArray("events", Long.class, all(changes, Notification::eventId))
                .bindArray("actors", String.class, all(changes, Notification::actor))
                .bindArray("subjects", String.class, all(changes, Notification::subject))
                .bindArray("titles", String.class, all(changes, Notification::title))
                .bindArray("details", String.class, all(changes, Notification::detail))
                .mapTo(String.class)
                .list();
    }

    private static Object[] all(List<Notification> changes, Function<Notification, @Nullable Object> part) {
        return changes.stream().map(part).toArray();
    }

    /** One after the other; answers the ids of those that are there. */
    private static List<String> addEach(Handle handle, List<Notification> changes) {
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE hearth_notification
                SET events = events + :count, event_id = :event, actor = :actor, subject = :subject, title = :title,
                    detail = :detail
                WHERE id = :id AND read_id IS NULL
                """);
        changes.forEach(change -> bind(batch, change).add());
        int[] counts = batch.execute();
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .mapToObj(i -> changes.get(i).id())
                .toList();
    }

    /** Inserts notifications, by slot. */
    void insert(Handle handle, Map<String, Notification> made) {
        if (made.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO hearth_notification (id, username, kind, slot, actor, conversation, subject, title, detail,
                    events, event_id, first_id)
                VALUES (:id, :username, :kind, :slot, :actor, :conversation, :subject, :title, :detail, :count, :event,
                    :event)
                """);
        made.forEach((slot, notification) -> bind(batch, notification)
                .bind("username", notification.username())
                .bind("kind", notification.kind().name())
                .bind("slot", slot)
                .bind("conversation", notification.conversation())
                .add());
        batch.execute();
    }

    private static PreparedBatch bind(PreparedBatch batch, Notification notification) {
        return batch.bind("id", notification.id())
                .bind("count", notification.count())
                .bind("event", notification.eventId())
                .bind("actor", notification.actor())
                .bind("subject", notification.subject())
                .bind("title", notification.title())
                .bind("detail", notification.detail());
    }

    /** Somebody's notifications, the latest first, after that one. */
    List<Notification> list(
            Handle handle, String username, boolean unreadOnly, long eventBefore, String idBefore, int limit) {
        // The unread ones are few, one for each thing that goes on, and sorted; the read ones are along the index.
        String unread = part("read_id IS NULL", "event_id");
        String read = part("read_id IS NOT NULL", "read_id");
        String listed = unreadOnly
                ? unread
                : "SELECT * FROM (" + unread + ") AS going UNION ALL SELECT * FROM (" + read + ") AS done";
        return handle.createQuery("SELECT " + COLUMNS + " FROM (" + listed + ") AS listed"
                        + " ORDER BY event_id DESC, id DESC FETCH FIRST :limit ROWS ONLY")
                .bind("username", username)
                .bind("event", eventBefore)
                .bind("id", idBefore)
                .bind("limit", limit)
                .map(MAPPER)
                .list();
    }

    private static String part(String which, String event) {
        return """
                SELECT %1$s FROM hearth_notification
                WHERE username = :username AND %2$s AND %3$s <= :event AND (%3$s < :event OR id < :id)
                ORDER BY %3$s DESC, id DESC FETCH FIRST :limit ROWS ONLY
                """.formatted(COLUMNS, which, event);
    }

    Optional<Notification> find(Handle handle, String username, String id) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " FROM hearth_notification WHERE id = :id AND username = :username")
                .bind("id", id)
                .bind("username", username)
                .map(MAPPER)
                .findOne();
    }

    /** Those of these ids that are there. */
    public List<Notification> find(Handle handle, Collection<String> ids) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_notification WHERE id IN (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map(MAPPER)
                .list();
    }

    int setRead(Handle handle, String id, long at) {
        return handle.createUpdate(
                        "UPDATE hearth_notification SET read_at = :at, read_id = event_id WHERE id = :id AND read_id IS NULL")
                .bind("id", id)
                .bind("at", at)
                .execute();
    }

    int setUnread(Handle handle, String id) {
        return handle.createUpdate("UPDATE hearth_notification SET read_at = NULL, read_id = NULL WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    int setAllRead(Handle handle, String username, long at) {
        return handle.createUpdate("""
                        UPDATE hearth_notification SET read_at = :at, read_id = event_id
                        WHERE username = :username AND read_id IS NULL
                        """)
                .bind("username", username)
                .bind("at", at)
                .execute();
    }

    /** Marks as read what somebody was notified of that was said in a conversation, up to an id. */
    public int setRead(Handle handle, String username, String conversation, long upTo, long at) {
        return handle.createUpdate("""
                        UPDATE hearth_notification SET read_at = :at, read_id = event_id
                        WHERE slot IN (<slots>) AND event_id <= :upTo AND read_id IS NULL
                        """)
                .bindList("slots", Slots.talk(username, conversation))
                .bind("upTo", upTo)
                .bind("at", at)
                .execute();
    }

    int delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM hearth_push WHERE notification_id = :id")
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM hearth_notification WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Deletes what is older than an event. */
    int purge(Handle handle, long before) {
        // What began before may go on since.
        return handle.createUpdate("DELETE FROM hearth_notification WHERE first_id < :before AND event_id < :before")
                .bind("before", before)
                .execute();
    }

    /** Deletes somebody's notifications. */
    int forget(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_notification WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    /** Leaves of what somebody did only what was said: that stays, in nobody's name. */
    int forgetActor(Handle handle, String jid) {
        handle.createUpdate("DELETE FROM hearth_notification WHERE actor = :jid AND NOT (" + TALK + ")")
                .bind("jid", jid)
                .execute();
        handle.createUpdate("DELETE FROM hearth_notification WHERE actor = :jid AND kind = 'MESSAGE'")
                .bind("jid", jid)
                .execute();
        return handle.createUpdate("UPDATE hearth_notification SET actor = NULL WHERE actor = :jid")
                .bind("jid", jid)
                .execute();
    }
}
