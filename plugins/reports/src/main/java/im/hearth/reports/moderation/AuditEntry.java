package im.hearth.reports.moderation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a moderator did, as it is in the log for good. */
@Schema(name = "AuditEntry", description = "Something that a moderator did.")
public record AuditEntry(
        @Schema(description = "Rises with time.") String id,
        Instant timestamp,

        @Schema(description = "The username of the moderator.")
        String moderator,

        @Schema(
                allowableValues = {
                    "report_resolved",
                    "report_changed",
                    "report_deleted",
                    "message_removed",
                    "user_suspended",
                    "user_banned",
                    "suspension_lifted"
                })
        String act,

        @Schema(
                description = "What kind of thing was acted on.",
                allowableValues = {"report", "message", "group_message", "suspension"})
        String kind,

        @Schema(description = "Its id.") String subject,

        @Schema(description = "Whom it was about; null for nobody.", nullable = true) @Nullable String user,

        @Schema(description = "What the moderator said about it.", nullable = true) @Nullable String note) {}
