package im.hearth.reactions.emoticons;

import im.hearth.core.media.MediaFile;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An emoticon at the REST door. */
@Schema(name = "CustomEmoticon", description = "An emoticon of a person's.")
public record EmoticonView(
        @Schema(description = "The emoticon's id.", example = "17")
        String id,

        @Schema(description = "The username of whose it is.", example = "alice")
        String user,

        @Schema(description = "How it is called in words; nobody has one twice.", example = ":party:")
        String shortcut,

        @Schema(
                description =
                        "Where its picture is read, by anybody who knows this address; null while files are away.",
                nullable = true)
        @Nullable String image,

        @Schema(description = "What the picture is by its content.", example = "image/gif", nullable = true) @Nullable String mimeType,

        @Schema(description = "How wide the picture is, in pixels.", nullable = true) @Nullable Integer width,

        @Schema(description = "How high the picture is, in pixels.", nullable = true) @Nullable Integer height,

        @Schema(description = "When it was made.") Instant createdAt) {
    static EmoticonView of(Emoticons.Shown shown) {
        Emoticon emoticon = shown.emoticon();
        MediaFile picture = shown.picture();
        return new EmoticonView(
                Long.toString(emoticon.id()),
                emoticon.owner(),
                emoticon.shortcut(),
                picture == null ? null : picture.url(),
                picture == null ? null : picture.mimeType(),
                picture == null ? null : picture.width(),
                picture == null ? null : picture.height(),
                emoticon.createdAt());
    }
}
