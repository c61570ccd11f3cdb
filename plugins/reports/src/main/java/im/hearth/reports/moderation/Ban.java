package im.hearth.reports.moderation;

import im.hearth.core.db.CommitClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A moderator's decision to keep somebody out.
 *
 * @param id of {@link CommitClock}
 * @param numberHash the keyed hash of the person's phone number then; null for an account without one
 * @param until when it ends by itself; null for never
 * @param createdBy the moderator
 * @param liftedAt when a moderator ended it; null if none did
 */
public record Ban(
        long id,
        String username,
        @Nullable String numberHash,
        @Nullable Instant until,
        String reason,
        String createdBy,
        @Nullable Instant liftedAt,
        @Nullable String liftedBy) {
    /** The id as the doors write it. */
    public String text() {
        return Long.toString(id);
    }

    /** When it began. */
    public Instant createdAt() {
        return Instant.EPOCH.plus(id, ChronoUnit.MICROS);
    }

    /** Whether it holds then. */
    public boolean holds(Instant now) {
        return liftedAt == null && (until == null || until.isAfter(now));
    }
}
