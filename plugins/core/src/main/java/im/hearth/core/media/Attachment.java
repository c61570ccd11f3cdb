package im.hearth.core.media;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A file at the REST door. */
@Schema(name = "Attachment", description = "A file.")
public record Attachment(
        @Schema(
                description = "The upload's id, to send the file with other messages.",
                example = "9f86d081884c7d659a2feaa0c55ad015")
        String id,

        @Schema(
                description = "What it is to a person.",
                allowableValues = {"image", "video", "audio", "file"})
        String kind,

        @Schema(description = "Where it is read, by anybody who knows this address.")
        String url,

        @Schema(description = "The file's name.", example = "sunset.jpg")
        String name,

        @Schema(description = "How many bytes it has.") long size,

        @Schema(description = "What it is by its content.", example = "image/jpeg")
        String mimeType,

        @Schema(description = "Of a picture, in pixels.", nullable = true) @Nullable Integer width,

        @Schema(description = "Of a picture, in pixels.", nullable = true) @Nullable Integer height,

        @Schema(description = "Where a small copy of a picture is read.", nullable = true) @Nullable String thumbnailUrl) {
    /** How a file is shown. */
    public static Attachment of(MediaFile file) {
        return new Attachment(
                file.id(),
                file.kind().label(),
                file.url(),
                file.name(),
                file.size(),
                file.mimeType(),
                file.width(),
                file.height(),
                file.thumbnail() == null ? null : file.thumbnail().url());
    }
}
