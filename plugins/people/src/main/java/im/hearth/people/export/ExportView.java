package im.hearth.people.export;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A copy of a person's data at the REST door. */
@Schema(name = "Export", description = "A copy of all that the server knows of you.")
record ExportView(
        @Schema(
                description = "How far it is.",
                allowableValues = {"waiting", "running", "ready", "failed"})
        String status,

        @Schema(description = "How much of it is made, in percent.")
        int progress,

        @Schema(description = "When you asked for it.") Instant requestedAt,

        @Schema(description = "When it was ready; null until then.", nullable = true) @Nullable Instant readyAt,

        @Schema(description = "When it goes; null until it is ready.", nullable = true) @Nullable Instant expiresAt,

        @Schema(description = "Its size in bytes; null until it is ready.", nullable = true) @Nullable Long size,

        @Schema(
                description =
                        "Where the zip is read; null until it is ready. Whoever has the address may read it, so keep it to"
                                + " yourself.",
                nullable = true)
        @Nullable String url) {
    static ExportView of(Export export) {
        return new ExportView(
                export.state().name().toLowerCase(Locale.ROOT),
                export.progress(),
                export.askedAt(),
                export.readyAt(),
                export.expiresAt(),
                export.size(),
                export.url());
    }
}
