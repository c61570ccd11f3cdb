package im.hearth.media;

import im.hearth.core.media.MediaKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as the table hearth_media has it.
 *
 * @param blob the key of its content; two uploads to one slot never have the same
 * @param owner the username of whoever brought it
 * @param sha256 in Base64
 * @param expiresAt when it goes, unless a message takes it; null for never
 */
record StoredMedia(
        String id,
        String blob,
        String owner,
        String name,
        String mimeType,
        MediaKind kind,
        long size,
        String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Thumb thumbnail,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    /** A small copy; width and height in pixels, size in bytes. */
    record Thumb(String mimeType, long size, int width, int height) {}

    /** The key of its small copy. */
    String thumbnailBlob() {
        return blob + "-t";
    }
}
