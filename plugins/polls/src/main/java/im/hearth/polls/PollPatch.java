package im.hearth.polls;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The body of PATCH: what was not sent is told from what was sent as null. */
@Schema(name = "PollChange", description = "What changes: only the fields that are sent.")
public final class PollPatch {
    @Schema(description = "What to ask instead.", nullable = true)
    @JsonProperty("question")
    private @Nullable String question;

    @Schema(description = "The options instead of those that there are.", nullable = true)
    @JsonProperty("options")
    private @Nullable @Size(max = 100, message = "must be 2 to 20") List<@NotNull(message = "is required") String>
            options;

    @Schema(description = "true: it closes, for good.", nullable = true)
    @JsonProperty("is_closed")
    private @Nullable Boolean closed;

    private boolean setsDescription;
    private @Nullable String description;
    private boolean setsDeadline;
    private @Nullable String closesAt;

    /** Null for none. */
    @JsonProperty("description")
    @Schema(description = "What there is to know about it; null for nothing.", nullable = true)
    public void setDescription(@Nullable String text) {
        setsDescription = true;
        description = text;
    }

    /** Null for never. */
    @JsonProperty("closes_at")
    @Schema(
            description = "When it closes by itself, in RFC 3339; null for never.",
            type = "string",
            format = "date-time",
            nullable = true)
    public void setClosesAt(@Nullable String text) {
        setsDeadline = true;
        closesAt = text;
    }

    /**
     * Whether it is to close, and nothing else.
     *
     * @throws Problem INVALID
     */
    boolean closes() {
        if (closed == null) {
            return false;
        }
        if (!closed) {
            throw Problem.invalid("is_closed", "can only become true: a closed poll stays closed");
        }
        if (!content().isEmpty()) {
            throw Problem.invalid("is_closed", "is sent by itself");
        }
        return true;
    }

    /**
     * What else changes.
     *
     * @throws Problem INVALID
     */
    Polls.Change change() {
        Polls.Change change = content();
        if (change.isEmpty()) {
            throw Problem.invalid("question", "send what is to change: nothing was");
        }
        return change;
    }

    private Polls.Change content() {
        return new Polls.Change(
                question,
                setsDescription,
                description,
                options,
                setsDeadline,
                closesAt == null ? null : time(closesAt));
    }

    /**
     * The time of a text.
     *
     * @throws Problem INVALID with the field {@code closes_at}
     */
    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid("closes_at", "is not a time such as 2026-11-23T12:00:00Z");
        }
    }
}
