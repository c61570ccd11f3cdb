package im.hearth.core.media;

import org.jspecify.annotations.Nullable;

/**
 * A file that is kept.
 *
 * @param id 128 random bits in 32 hexadecimal digits; who knows it may read the file
 * @param name such as a person gave it, without path and invisible characters
 * @param mimeType what it is by its content
 * @param size in bytes
 * @param sha256 of its content, in Base64
 * @param width of a picture as it is shown, in pixels; null where that is not known
 * @param height as width
 * @param url where it is read
 * @param thumbnail a small copy; null for none
 */
public record MediaFile(
        String id,
        MediaKind kind,
        String name,
        String mimeType,
        long size,
        String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        String url,
        @Nullable Thumbnail thumbnail) {
    /** A small copy of a picture, its size in pixels. */
    public record Thumbnail(String url, String mimeType, int width, int height) {}
}
