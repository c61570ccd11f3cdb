package im.hearth.messages.conversations;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Problem;
import im.hearth.messages.stanza.Stamp;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The body of PATCH: what was not sent is told from what was sent as null. */
@Schema(name = "ConversationChange", description = "What changes: only the fields that are sent.")
public final class ConversationPatch {
    /** RFC 3339, section 5.6: a year has four digits. */
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    @Schema(description = "Whether it is kept at the top of the list.")
    @JsonProperty("pinned")
    private @Nullable Boolean pinned;

    private boolean setMuted;
    private @Nullable String mutedUntil;

    /** Null for not muted. */
    @JsonProperty("muted_until")
    @Schema(
            description = "Until when it is muted, in RFC 3339: a time far away for ever, null for not muted.",
            type = "string",
            format = "date-time",
            nullable = true)
    public void setMutedUntil(@Nullable String text) {
        setMuted = true;
        mutedUntil = text;
    }

    /**
     * As the rules take it.
     *
     * @throws Problem INVALID
     */
    Conversations.Change change() {
        if (pinned == null && !setMuted) {
            throw Problem.invalid("pinned", "send pinned, or muted_until: nothing was to be changed");
        }
        return new Conversations.Change(pinned, setMuted, time());
    }

    private @Nullable Instant time() {
        if (mutedUntil == null) {
            return null;
        }
        return Stamp.parse(mutedUntil)
                .filter(time -> time.isBefore(LATEST))
                .orElseThrow(
                        () -> Problem.invalid("muted_until", "is not a time such as 2026-11-23T12:00:00Z, or null"));
    }
}
