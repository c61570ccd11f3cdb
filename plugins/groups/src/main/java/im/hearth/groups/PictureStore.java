package im.hearth.groups;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table hearth_group_picture: the avatars of rooms, one for each at most. */
public final class PictureStore {
    Optional<Picture> find(Handle handle, String room) {
        return handle.createQuery("SELECT hash, mime_type, content FROM hearth_group_picture WHERE room = :room")
                .bind("room", room)
                .map((row, context) ->
                        new Picture(row.getString("hash"), row.getString("mime_type"), row.getString("content")))
                .findOne();
    }

    Optional<String> hash(Handle handle, String room) {
        return handle.createQuery("SELECT hash FROM hearth_group_picture WHERE room = :room")
                .bind("room", room)
                .mapTo(String.class)
                .findOne();
    }

    /** Puts a picture in the place of the one before. */
    int put(Handle handle, String room, Picture picture) {
        delete(handle, room);
        return handle.createUpdate("""
                        INSERT INTO hearth_group_picture (room, hash, mime_type, content)
                        VALUES (:room, :hash, :type, :content)
                        """)
                .bind("room", room)
                .bind("hash", picture.hash())
                .bind("type", picture.mimeType())
                .bind("content", picture.content())
                .execute();
    }

    int delete(Handle handle, String room) {
        return handle.createUpdate("DELETE FROM hearth_group_picture WHERE room = :room")
                .bind("room", room)
                .execute();
    }
}
