package im.hearth.reports.moderation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A suspension at the REST door. */
@Schema(name = "Suspension", description = "A moderator's decision to keep somebody out.")
public record SuspensionView(
        String id,
        String user,

        @Schema(description = "When it ends by itself; null for one that is permanent.", nullable = true) @Nullable Instant until,

        boolean permanent,
        String reason,
        Instant createdAt,
        @Schema(description = "The moderator.") String createdBy,

        @Schema(description = "Whether it holds now.") @JsonProperty("is_active")
        boolean active,

        @Schema(description = "When a moderator ended it.", nullable = true) @Nullable Instant liftedAt,

        @Schema(nullable = true) @Nullable String liftedBy) {
    static SuspensionView of(Ban ban, Instant now) {
        return new SuspensionView(
                ban.text(),
                ban.username(),
                ban.until(),
                ban.until() == null,
                ban.reason(),
                ban.createdAt(),
                ban.createdBy(),
                ban.holds(now),
                ban.liftedAt(),
                ban.liftedBy());
    }
}
