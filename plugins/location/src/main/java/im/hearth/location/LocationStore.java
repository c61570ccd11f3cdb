package im.hearth.location;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables hearth_location and hearth_location_share. */
public final class LocationStore {
    private static final String COLUMNS = "l.username, l.place, l.grain, l.updated_at, l.expires_at";

    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            row.getString("username"),
            row.getString("place"),
            row.getInt("grain"),
            row.getLong("updated_at"),
            row.getLong("expires_at"));

    /**
     * A row; times in epoch milliseconds.
     *
     * @param place encrypted
     */
    record Row(String username, String place, int grain, long updatedAt, long expiresAt) {}

    /** Keeps others from changing somebody's row until the transaction ends; false if there is none. */
    boolean lock(Handle handle, String username) {
        return handle.createUpdate("UPDATE hearth_location SET updated_at = updated_at WHERE username = :username")
                        .bind("username", username)
                        .execute()
                == 1;
    }

    Optional<Row> find(Handle handle, String username) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_location l WHERE l.username = :username")
                .bind("username", username)
                .map(ROW)
                .findOne();
    }

    void insert(Handle handle, Row row) {
        write(handle, row, """
                INSERT INTO hearth_location (username, place, grain, updated_at, expires_at)
                VALUES (:username, :place, :grain, :updated, :expires)
                """);
    }

    void update(Handle handle, Row row) {
        write(handle, row, """
                UPDATE hearth_location
                SET place = :place, grain = :grain, updated_at = :updated, expires_at = :expires
                WHERE username = :username
                """);
    }

    private static void write(Handle handle, Row row, String sql) {
        handle.createUpdate(sql)
                .bind("username", row.username())
                .bind("place", row.place())
                .bind("grain", row.grain())
                .bind("updated", row.updatedAt())
                .bind("expires", row.expiresAt())
                .execute();
    }

    /** Whom each of these people shares with; nobody is left out. */
    Map<String, Set<String>> circles(Handle handle, Collection<String> usernames) {
        Map<String, Set<String>> circles = new HashMap<>();
        usernames.forEach(username -> circles.put(username, new TreeSet<>()));
        if (!usernames.isEmpty()) {
            handle.createQuery("SELECT username, audience FROM hearth_location_share WHERE username IN (<usernames>)")
                    .bindList("usernames", List.copyOf(usernames))
                    .map((row, context) -> Map.entry(row.getString("username"), row.getString("audience")))
                    .forEach(share -> circles.computeIfAbsent(share.getKey(), name -> new TreeSet<>())
                            .add(share.getValue()));
        }
        return circles;
    }

    void replaceCircle(Handle handle, String username, Set<String> circle) {
        deleteCircle(handle, username);
        if (circle.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO hearth_location_share (username, audience) VALUES (:username, :audience)");
        circle.forEach(audience ->
                batch.bind("username", username).bind("audience", audience).add());
        batch.execute();
    }

    int deleteCircle(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_location_share WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    /** Nobody shares with that one any more. */
    int deleteAudience(Handle handle, String audience) {
        return handle.createUpdate("DELETE FROM hearth_location_share WHERE audience = :audience")
                .bind("audience", audience)
                .execute();
    }

    /**
     * The rows of people other than the viewer who share with any of these, by username, after a username.
     *
     * @param audiences not empty
     * @param now rows end later
     */
    List<Row> sharedWith(
            Handle handle, String viewer, Collection<String> audiences, long now, String after, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM hearth_location l
                        WHERE l.username IN (SELECT s.username FROM hearth_location_share s WHERE s.audience IN (<audiences>))
                          AND l.username <> :viewer AND l.expires_at > :now AND l.username > :after
                        ORDER BY l.username FETCH FIRST :limit ROWS ONLY
                        """)
                .bindList("audiences", List.copyOf(audiences))
                .bind("viewer", viewer)
                .bind("now", now)
                .bind("after", after)
                .bind("limit", limit)
                .map(ROW)
                .list();
    }

    /** Those of these people who have a row that ends later. */
    Set<String> sharing(Handle handle, Collection<String> usernames, long now) {
        return new HashSet<>(handle.createQuery(
                        "SELECT username FROM hearth_location WHERE username IN (<usernames>) AND expires_at > :now")
                .bindList("usernames", List.copyOf(usernames))
                .bind("now", now)
                .mapTo(String.class)
                .list());
    }

    /** Those who share with that audience and have a row that ends later. */
    Set<String> sharingWith(Handle handle, String audience, long now) {
        return new HashSet<>(handle.createQuery("""
                        SELECT l.username FROM hearth_location_share s JOIN hearth_location l ON l.username = s.username
                        WHERE s.audience = :audience AND l.expires_at > :now
                        """)
                .bind("audience", audience)
                .bind("now", now)
                .mapTo(String.class)
                .list());
    }

    /** Whose time is over. */
    List<String> expired(Handle handle, long now, int limit) {
        return handle.createQuery("""
                        SELECT username FROM hearth_location WHERE expires_at <= :now
                        ORDER BY expires_at FETCH FIRST :limit ROWS ONLY
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** Deletes somebody's row, if it ends by then; says whether it did. */
    boolean delete(Handle handle, String username, long endsBy) {
        return handle.createUpdate("DELETE FROM hearth_location WHERE username = :username AND expires_at <= :by")
                        .bind("username", username)
                        .bind("by", endsBy)
                        .execute()
                == 1;
    }
}
