package im.hearth.push.devices;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** The table hearth_device, and of hearth_push what goes with a device. Times are epoch milliseconds. */
public final class DeviceStore {
    private static final String COLUMNS =
            "id, username, platform, provider, token_hash, sealed, name, enabled, session_id, created_at";

    /**
     * A row.
     *
     * @param provider which service it is reached by, among those of its platform: no secret
     * @param tokenHash a keyed hash of its address
     * @param sealed its address, encrypted
     */
    record Row(
            String id,
            String username,
            Platform platform,
            String provider,
            String tokenHash,
            String sealed,
            @Nullable String name,
            boolean enabled,
            @Nullable String session,
            long createdAt) {}

    private static final RowMapper<Row> MAPPER = (row, context) -> new Row(
            row.getString("id"),
            row.getString("username"),
            Platform.valueOf(row.getString("platform")),
            row.getString("provider"),
            row.getString("token_hash"),
            row.getString("sealed"),
            row.getString("name"),
            row.getInt("enabled") == 1,
            row.getString("session_id"),
            row.getLong("created_at"));

    void insert(Handle handle, Row device) {
        handle.createUpdate("""
                        INSERT INTO hearth_device (id, username, platform, provider, token_hash, sealed, name, enabled,
                            session_id, created_at)
                        VALUES (:id, :username, :platform, :provider, :hash, :sealed, :name, :enabled, :session, :created)
                        """)
                .bind("id", device.id())
                .bind("username", device.username())
                .bind("platform", device.platform().name())
                .bind("provider", device.provider())
                .bind("hash", device.tokenHash())
                .bind("sealed", device.sealed())
                .bind("name", device.name())
                .bind("enabled", device.enabled() ? 1 : 0)
                .bind("session", device.session())
                .bind("created", device.createdAt())
                .execute();
    }

    int update(Handle handle, Row device) {
        return handle.createUpdate("""
                        UPDATE hearth_device SET sealed = :sealed, name = :name, enabled = :enabled, session_id = :session
                        WHERE id = :id
                        """)
                .bind("id", device.id())
                .bind("sealed", device.sealed())
                .bind("name", device.name())
                .bind("enabled", device.enabled() ? 1 : 0)
                .bind("session", device.session())
                .execute();
    }

    Optional<Row> find(Handle handle, String username, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_device WHERE id = :id AND username = :username")
                .bind("id", id)
                .bind("username", username)
                .map(MAPPER)
                .findOne();
    }

    Optional<Row> findByHash(Handle handle, String tokenHash) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_device WHERE token_hash = :hash")
                .bind("hash", tokenHash)
                .map(MAPPER)
                .findOne();
    }

    /** Somebody's devices, the newest first, after that one. */
    List<Row> list(Handle handle, String username, long createdBefore, String idBefore, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_device
                        WHERE username = :username
                          AND (created_at < :created OR (created_at = :created AND id < :id))
                        ORDER BY created_at DESC, id DESC FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("username", username)
                .bind("created", createdBefore)
                .bind("id", idBefore)
                .bind("limit", limit)
                .map(MAPPER)
                .list();
    }

    List<Row> of(Handle handle, String username, Platform platform, String provider) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_device
                        WHERE username = :username AND platform = :platform AND provider = :provider
                        """)
                .bind("username", username)
                .bind("platform", platform.name())
                .bind("provider", provider)
                .map(MAPPER)
                .list();
    }

    int count(Handle handle, String username) {
        return handle.createQuery("SELECT COUNT(*) FROM hearth_device WHERE username = :username")
                .bind("username", username)
                .mapTo(Integer.class)
                .one();
    }

    /** Deletes devices with what waits for them. */
    int delete(Handle handle, Collection<String> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        List<String> all = List.copyOf(ids);
        handle.createUpdate("DELETE FROM hearth_push WHERE device_id IN (<ids>)")
                .bindList("ids", all)
                .execute();
        return handle.createUpdate("DELETE FROM hearth_device WHERE id IN (<ids>)")
                .bindList("ids", all)
                .execute();
    }

    /** The ids of the devices of somebody. */
    List<String> ids(Handle handle, String username) {
        return handle.createQuery("SELECT id FROM hearth_device WHERE username = :username")
                .bind("username", username)
                .mapTo(String.class)
                .list();
    }

    /** The ids of the devices that a token session registered. */
    List<String> idsOfSession(Handle handle, String username, String session) {
        return handle.createQuery("SELECT id FROM hearth_device WHERE username = :username AND session_id = :session")
                .bind("username", username)
                .bind("session", session)
                .mapTo(String.class)
                .list();
    }
}
