package im.hearth.people.profiles;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables hearth_profile, what people's vCards say, and hearth_avatar_upload, pictures that are half published. */
public final class ProfileStore {
    private static final String COLUMNS = "username, bio, picture_id, picture_hash, picture_type";

    /** A profile, and whose it is. */
    record Owned(String username, Profile profile) {}

    Optional<Profile> find(Handle handle, String username) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_profile WHERE username = :username")
                .bind("username", username)
                .map(ProfileStore::owned)
                .findOne()
                .map(Owned::profile);
    }

    Map<String, Profile> find(Handle handle, Collection<String> people) {
        Map<String, Profile> found = new HashMap<>();
        handle.createQuery("SELECT " + COLUMNS + " FROM hearth_profile WHERE username IN (<people>)")
                .bindList("people", List.copyOf(people))
                .map(ProfileStore::owned)
                .forEach(owned -> found.put(owned.username(), owned.profile()));
        return found;
    }

    Optional<Owned> byPicture(Handle handle, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM hearth_profile WHERE picture_id = :id")
                .bind("id", id)
                .map(ProfileStore::owned)
                .findOne();
    }

    /** Locks the person's row until the transaction ends; 0 where there is none. */
    int lock(Handle handle, String username) {
        return handle.createUpdate("UPDATE hearth_profile SET bio = bio WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    int insert(Handle handle, String username) {
        return handle.createUpdate("INSERT INTO hearth_profile (username) VALUES (:username)")
                .bind("username", username)
                .execute();
    }

    int update(Handle handle, String username, Profile profile) {
        Profile.Picture picture = profile.picture();
        return handle.createUpdate("""
                        UPDATE hearth_profile
                        SET bio = :bio, picture_id = :id, picture_hash = :hash, picture_type = :type
                        WHERE username = :username
                        """)
                .bind("username", username)
                .bind("bio", profile.bio())
                .bind("id", picture == null ? null : picture.id())
                .bind("hash", picture == null ? null : picture.hash())
                .bind("type", picture == null ? null : picture.mimeType())
                .execute();
    }

    int delete(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_profile WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    int insertUpload(Handle handle, String username, String hash, String content, long now) {
        return handle.createUpdate("""
                        INSERT INTO hearth_avatar_upload (username, hash, content, came_at)
                        VALUES (:username, :hash, :content, :now)
                        """)
                .bind("username", username)
                .bind("hash", hash)
                .bind("content", content)
                .bind("now", now)
                .execute();
    }

    /** The picture in Base64 that somebody has sent the data of. */
    Optional<String> upload(Handle handle, String username, String hash) {
        return handle.createQuery(
                        "SELECT content FROM hearth_avatar_upload WHERE username = :username AND hash = :hash")
                .bind("username", username)
                .bind("hash", hash)
                .mapTo(String.class)
                .findOne();
    }

    int deleteUpload(Handle handle, String username) {
        return handle.createUpdate("DELETE FROM hearth_avatar_upload WHERE username = :username")
                .bind("username", username)
                .execute();
    }

    int deleteUploadsBefore(Handle handle, long time) {
        return handle.createUpdate("DELETE FROM hearth_avatar_upload WHERE came_at < :time")
                .bind("time", time)
                .execute();
    }

    private static Owned owned(ResultSet row, StatementContext context) throws SQLException {
        return new Owned(row.getString("username"), new Profile(row.getString("bio"), picture(row)));
    }

    private static Profile.@Nullable Picture picture(ResultSet row) throws SQLException {
        String id = row.getString("picture_id");
        return id == null
                ? null
                : new Profile.Picture(id, row.getString("picture_hash"), row.getString("picture_type"));
    }
}
