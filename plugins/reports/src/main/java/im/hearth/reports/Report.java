package im.hearth.reports;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A report.
 *
 * @param id of {@link im.hearth.core.db.CommitClock}
 * @param reporter the username; null for somebody who has left
 * @param aboutUser whom it is about: the person, or who wrote the message; null for a group
 * @param reason in the reporter's words; null for none
 * @param resolution what the moderator tells the reporter; null for nothing
 * @param note what moderators tell each other; null for nothing
 */
public record Report(
        long id,
        @Nullable String reporter,
        Subject subject,
        @Nullable String aboutUser,
        Category category,
        @Nullable String reason,
        Evidence evidence,
        boolean isResolved,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        @Nullable String resolution,
        @Nullable String note) {
    /** The id as the doors write it. */
    public String text() {
        return Long.toString(id);
    }

    /** When it was made. */
    public Instant createdAt() {
        return Instant.EPOCH.plus(id, ChronoUnit.MICROS);
    }

    /** The name under which the file with that number is kept for it. */
    String holder(int file) {
        return "report:" + id + ":" + file;
    }
}
