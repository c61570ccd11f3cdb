package im.hearth.reports;

import im.hearth.core.media.MediaFile;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was reported, as it was at that moment. It stays when the thing itself is changed or taken away. */
@Schema(name = "ReportEvidence", description = "What was reported, as it was at that moment.")
public record Evidence(
        @Schema(description = "Of a message, who wrote it.", nullable = true) @Nullable String author,

        @Schema(description = "Of a message, what it said.", nullable = true) @Nullable String content,

        @Schema(description = "Of a message, when it was sent.", nullable = true) @Nullable Instant sentAt,

        @Schema(description = "Of a person or group, what it was called.", nullable = true) @Nullable String name,

        @Schema(description = "Of a person or group, what it said of itself.", nullable = true) @Nullable String description,

        @Schema(
                description =
                        "The files of a message, or the picture of a person or group; kept for as long as the report.")
        List<File> files) {
    public Evidence {
        files = List.copyOf(files);
    }

    Evidence with(MediaFile file) {
        List<File> more = new ArrayList<>(files);
        more.add(File.of(file));
        return new Evidence(author, content, sentAt, name, description, more);
    }

    /** A file. */
    @Schema(name = "ReportedFile")
    public record File(
            String id,
            String name,
            String url,
            long size,
            String mimeType,

            @Schema(description = "Of its content, SHA-256 in Base64.")
            String sha256) {
        static File of(MediaFile file) {
            return new File(file.id(), file.name(), file.url(), file.size(), file.mimeType(), file.sha256());
        }
    }
}
