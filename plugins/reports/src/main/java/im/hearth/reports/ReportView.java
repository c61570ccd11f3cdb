package im.hearth.reports;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A report at the REST door. */
@Schema(name = "Report", description = "A report: one of message, group_message, user and group says about what.")
public record ReportView(
        String id,
        @Schema(nullable = true) @Nullable String message,
        @Schema(nullable = true) @Nullable String groupMessage,

        @Schema(description = "A username; the JID of somebody of another server.", nullable = true) @Nullable String user,

        @Schema(nullable = true) @Nullable String group,

        @Schema(allowableValues = {"spam", "abuse", "violence", "nudity", "impersonation", "illegal", "other"})
        String category,

        @Schema(description = "In the reporter's words.", nullable = true) @Nullable String reason,

        Instant createdAt,
        @JsonProperty("is_resolved") boolean resolved,
        @Schema(nullable = true) @Nullable Instant resolvedAt,

        @Schema(description = "What the moderators say to the reporter.", nullable = true) @Nullable String resolution,

        @Schema(description = "Who made it; null for somebody who has left.", nullable = true) @Nullable String reporter,

        @Schema(description = "Whom it is about; for moderators only.", nullable = true) @Nullable String aboutUser,

        @Schema(description = "For moderators only.", nullable = true) @Nullable Evidence evidence,

        @Schema(description = "What moderators tell each other; for moderators only.", nullable = true) @Nullable String note,

        @Schema(description = "The moderator; for moderators only.", nullable = true) @Nullable String resolvedBy) {
    /** As its reporter sees it: what was said stays away from them if it was taken back since. */
    static ReportView forReporter(Report report) {
        return view(report, false);
    }

    /** As moderators see it. */
    static ReportView forModerators(Report report) {
        return view(report, true);
    }

    private static ReportView view(Report report, boolean whole) {
        Subject subject = report.subject();
        return new ReportView(
                report.text(),
                id(subject, Subject.Kind.MESSAGE),
                id(subject, Subject.Kind.GROUP_MESSAGE),
                id(subject, Subject.Kind.USER),
                id(subject, Subject.Kind.GROUP),
                report.category().label(),
                report.reason(),
                report.createdAt(),
                report.isResolved(),
                report.resolvedAt(),
                report.resolution(),
                report.reporter(),
                whole ? report.aboutUser() : null,
                whole ? report.evidence() : null,
                whole ? report.note() : null,
                whole ? report.resolvedBy() : null);
    }

    private static @Nullable String id(Subject subject, Subject.Kind kind) {
        return subject.kind() == kind ? subject.id() : null;
    }
}
