package im.hearth.media;

import im.hearth.core.media.MediaKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables hearth_media, hearth_media_use, hearth_media_hold and hearth_media_owner; times in epoch milliseconds. */
final class MediaStore {
    private static final String COLUMNS = """
            m.id, m.content_key, m.owner, m.name, m.mime_type, m.kind, m.size, m.sha256, m.width, m.height, m.thumbnail_type,
            m.thumbnail_size, m.thumbnail_width, m.thumbnail_height, m.created_at, m.expires_at""";

    private static final String ALIVE = "(m.expires_at IS NULL OR m.expires_at > :now)";

    private static final String UNUSED = """
            NOT EXISTS (SELECT 1 FROM hearth_media_use u WHERE u.media_id = hearth_media.id)
            AND NOT EXISTS (SELECT 1 FROM hearth_media_hold h WHERE h.media_id = hearth_media.id)
            """;

    int insert(Handle handle, StoredMedia media) {
        StoredMedia.Thumb thumb = media.thumbnail();
        return handle.createUpdate("""
                        INSERT INTO hearth_media (id, content_key, owner, name, mime_type, kind, size, sha256, width, height,
                            thumbnail_type, thumbnail_size, thumbnail_width, thumbnail_height, created_at, expires_at)
                        VALUES (:id, :blob, :owner, :name, :type, :kind, :size, :sha256, :width, :height,
                            :thumbType, :thumbSize, :thumbWidth, :thumbHeight, :created, :expires)
                        """)
                .bind("id", media.id())
                .bind("blob", media.blob())
                .bind("owner", media.owner())
                .bind("name", media.name())
                .bind("type", media.mimeType())
                .bind("kind", media.kind().label())
                .bind("size", media.size())
                .bind("sha256", media.sha256())
                .bindByType("width", media.width(), Integer.class)
                .bindByType("height", media.height(), Integer.class)
                .bindByType("thumbType", thumb == null ? null : thumb.mimeType(), String.class)
                .bindByType("thumbSize", thumb == null ? null : thumb.size(), Long.class)
                .bindByType("thumbWidth", thumb == null ? null : thumb.width(), Integer.class)
                .bindByType("thumbHeight", thumb == null ? null : thumb.height(), Integer.class)
                .bind("created", media.createdAt().toEpochMilli())
                .bindByType(
                        "expires",
                        media.expiresAt() == null ? null : media.expiresAt().toEpochMilli(),
                        Long.class)
                .execute();
    }

    Optional<StoredMedia> find(Handle handle, String id, long now) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_media m WHERE m.id = :id AND " + ALIVE)
                .bind("id", id)
                .bind("now", now)
                .map(MediaStore::media)
                .findOne();
    }

    List<StoredMedia> find(Handle handle, Collection<String> ids, long now) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_media m WHERE m.id IN (<ids>) AND " + ALIVE)
                .bindList("ids", List.copyOf(ids))
                .bind("now", now)
                .map(MediaStore::media)
                .list();
    }

    /** The files of messages, in their order. */
    Map<Long, List<StoredMedia>> of(Handle handle, Collection<Long> messages, long now) {
        Map<Long, List<StoredMedia>> found = new LinkedHashMap<>();
        handle.createQuery("SELECT u.message_id, " + COLUMNS + """
                         FROM hearth_media_use u JOIN hearth_media m ON m.id = u.media_id
                        WHERE u.message_id IN (<messages>) AND""" + " " + ALIVE + " ORDER BY u.message_id, u.place")
                .bindList("messages", List.copyOf(messages))
                .bind("now", now)
                .map((row, context) -> found.computeIfAbsent(row.getLong("message_id"), id -> new ArrayList<>())
                        .add(media(row, context)))
                .list();
        return found;
    }

    /** Keeps a file for good, because a message has it; 0 if it is not there any more. */
    int keep(Handle handle, String id, long now) {
        return handle.createUpdate("""
                        UPDATE hearth_media SET expires_at = NULL
                        WHERE id = :id AND (expires_at IS NULL OR expires_at > :now)
                        """).bind("id", id).bind("now", now).execute();
    }

    int use(Handle handle, long message, int place, String id) {
        return handle.createUpdate("""
                        INSERT INTO hearth_media_use (message_id, place, media_id) VALUES (:message, :place, :id)
                        """)
                .bind("message", message)
                .bind("place", place)
                .bind("id", id)
                .execute();
    }

    /** The ids of the files that messages have. */
    List<String> used(Handle handle, Collection<Long> messages) {
        return handle.createQuery("SELECT DISTINCT media_id FROM hearth_media_use WHERE message_id IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .mapTo(String.class)
                .list();
    }

    int release(Handle handle, Collection<Long> messages) {
        return handle.createUpdate("DELETE FROM hearth_media_use WHERE message_id IN (<messages>)")
                .bindList("messages", List.copyOf(messages))
                .execute();
    }

    /** What something holds. */
    Optional<String> heldBy(Handle handle, String holder) {
        return handle.createQuery("SELECT media_id FROM hearth_media_hold WHERE holder = :holder")
                .bind("holder", holder)
                .mapTo(String.class)
                .findOne();
    }

    int hold(Handle handle, String holder, String id) {
        return handle.createUpdate("INSERT INTO hearth_media_hold (holder, media_id) VALUES (:holder, :id)")
                .bind("holder", holder)
                .bind("id", id)
                .execute();
    }

    int letGo(Handle handle, String holder) {
        return handle.createUpdate("DELETE FROM hearth_media_hold WHERE holder = :holder")
                .bind("holder", holder)
                .execute();
    }

    /** Keeps others from these rows until the transaction ends. */
    int lock(Handle handle, Collection<String> ids) {
        return handle.createUpdate("UPDATE hearth_media SET size = size WHERE id IN (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .execute();
    }

    /** Lets go of those that nothing has. */
    int expireUnused(Handle handle, Collection<String> ids, long now) {
        return handle.createUpdate("""
                        UPDATE hearth_media SET expires_at = :now
                        WHERE id IN (<ids>)
                          AND %s
                        """.formatted(UNUSED))
                .bindList("ids", List.copyOf(ids))
                .bind("now", now)
                .execute();
    }

    /** As {@link #expireUnused}, of one owner. */
    int expireUnused(Handle handle, String owner, Collection<String> ids, long now) {
        return handle.createUpdate("""
                        UPDATE hearth_media SET expires_at = :now
                        WHERE id IN (<ids>) AND owner = :owner
                          AND %s
                        """.formatted(UNUSED))
                .bindList("ids", List.copyOf(ids))
                .bind("owner", owner)
                .bind("now", now)
                .execute();
    }

    /** Lets go of all that somebody brought and that only messages have. */
    int expireAll(Handle handle, String owner, long now) {
        return handle.createUpdate("""
                        UPDATE hearth_media SET expires_at = :now
                        WHERE owner = :owner
                          AND NOT EXISTS (SELECT 1 FROM hearth_media_hold h WHERE h.media_id = hearth_media.id)
                        """).bind("owner", owner).bind("now", now).execute();
    }

    /** Files that came before that time and that only messages have, the oldest first. */
    List<StoredMedia> olderThan(Handle handle, long time, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_media m WHERE m.created_at < :time
                          AND NOT EXISTS (SELECT 1 FROM hearth_media_hold h WHERE h.media_id = m.id)
                        ORDER BY m.created_at FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("time", time)
                .bind("limit", limit)
                .map(MediaStore::media)
                .list();
    }

    /** Files whose time is over. */
    List<StoredMedia> expired(Handle handle, long now, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_media m WHERE m.expires_at <= :now
                        ORDER BY m.expires_at FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .map(MediaStore::media)
                .list();
    }

    /** Deletes a file's row and whatever says that a message has it; false if somebody else did. */
    boolean delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM hearth_media_use WHERE media_id = :id")
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM hearth_media WHERE id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** As {@link #delete}, if its time is over still. */
    boolean deleteExpired(Handle handle, String id, long now) {
        int deleted = handle.createUpdate("DELETE FROM hearth_media WHERE id = :id AND expires_at <= :now")
                .bind("id", id)
                .bind("now", now)
                .execute();
        if (deleted == 0) {
            return false;
        }
        handle.createUpdate("DELETE FROM hearth_media_use WHERE media_id = :id")
                .bind("id", id)
                .execute();
        return true;
    }

    /** Those of the keys of content that have a row. */
    List<String> known(Handle handle, Collection<String> blobs) {
        return handle.createQuery("SELECT content_key FROM hearth_media WHERE content_key IN (<blobs>)")
                .bindList("blobs", List.copyOf(blobs))
                .mapTo(String.class)
                .list();
    }

    boolean hasOwner(Handle handle, String owner) {
        return handle.createQuery("SELECT 1 FROM hearth_media_owner WHERE owner = :owner")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    int addOwner(Handle handle, String owner) {
        return handle.createUpdate("INSERT INTO hearth_media_owner (owner, used) VALUES (:owner, 0)")
                .bind("owner", owner)
                .execute();
    }

    /** Counts bytes for somebody, if they fit below the quota still. */
    boolean reserve(Handle handle, String owner, long bytes, long quota) {
        return handle.createUpdate("""
                        UPDATE hearth_media_owner SET used = used + :bytes
                        WHERE owner = :owner AND used + :bytes <= :quota
                        """)
                        .bind("owner", owner)
                        .bind("bytes", bytes)
                        .bind("quota", quota)
                        .execute()
                == 1;
    }

    int giveBack(Handle handle, String owner, long bytes) {
        return handle.createUpdate("UPDATE hearth_media_owner SET used = used - :bytes WHERE owner = :owner")
                .bind("owner", owner)
                .bind("bytes", bytes)
                .execute();
    }

    /** How many bytes somebody's files and open slots take. */
    long usedBy(Handle handle, String owner) {
        return handle.createQuery("SELECT used FROM hearth_media_owner WHERE owner = :owner")
                .bind("owner", owner)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static StoredMedia media(ResultSet row, StatementContext context) throws SQLException {
        String thumbnailType = row.getString("thumbnail_type");
        Long expires = row.getObject("expires_at", Long.class);
        return new StoredMedia(
                row.getString("id"),
                row.getString("content_key"),
                row.getString("owner"),
                row.getString("name"),
                row.getString("mime_type"),
                MediaKind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
                row.getLong("size"),
                row.getString("sha256"),
                number(row, "width"),
                number(row, "height"),
                thumbnailType == null
                        ? null
                        : new StoredMedia.Thumb(
                                thumbnailType,
                                row.getLong("thumbnail_size"),
                                row.getInt("thumbnail_width"),
                                row.getInt("thumbnail_height")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                expires == null ? null : Instant.ofEpochMilli(expires));
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
