package im.hearth.groups;

import im.hearth.core.db.Database;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.media.Portraits.Portrait;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The pictures of groups: made small, kept as a file for as long as the group shows it, and the avatar of its room
 * (<a href="https://xmpp.org/extensions/xep-0486.html">XEP-0486</a>).
 */
public final class Pictures {
    private final Database database;
    private final PictureStore store;
    private final Media media;

    public Pictures(Database database, PictureStore store, Media media) {
        this.database = database;
        this.store = store;
        this.media = media;
    }

    /** A picture, and the file that it is read from at the REST door. */
    record Taken(Picture picture, MediaFile file) {}

    /**
     * Makes a picture small, and takes it in. It goes again unless a group gets it: see {@link #discard}.
     *
     * @param owner the username of whoever brings it
     * @throws im.hearth.core.problem.Problem INVALID with the field {@code picture} for what is no picture; TOO_LARGE,
     *     FORBIDDEN for a full quota, UNAVAILABLE, BAD_REQUEST if it was cut off
     */
    Taken take(String owner, IncomingFile incoming) {
        Portrait small = media.portraits().cut("picture", incoming);
        byte[] bytes = Base64.getDecoder().decode(small.content());
        MediaFile file = media.files()
                .take(owner, new IncomingFile("picture.jpg", small.mimeType(), new ByteArrayInputStream(bytes)));
        return new Taken(new Picture(sha1(bytes), small.mimeType(), small.content()), file);
    }

    /** Lets go of a picture that no group got. */
    void discard(String owner, Taken taken) {
        media.files().discard(owner, List.of(taken.file().id()));
    }

    /** Gives a group a picture, in the transaction that changes the group; the one before goes. */
    void put(Handle handle, String room, Taken taken) {
        media.files().hold(handle, holder(room), taken.file().id());
        store.put(handle, room, taken.picture());
    }

    /** Takes the picture of a group away, in the transaction that changes or ends the group. */
    void remove(Handle handle, String room) {
        media.files().letGo(handle, holder(room));
        store.delete(handle, room);
    }

    /** The avatar of a room. */
    Optional<Picture> of(String room) {
        return database.read(handle -> store.find(handle, room));
    }

    /** The hash of the avatar of a room. */
    Optional<String> hash(String room) {
        return database.read(handle -> store.hash(handle, room));
    }

    private static String holder(String room) {
        return "group:" + room;
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-1", e);
        }
    }
}
