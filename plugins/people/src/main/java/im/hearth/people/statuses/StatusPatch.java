package im.hearth.people.statuses;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of PATCH: what was not sent is told from what was sent as null. */
@Schema(name = "UserStatusChange", description = "What changes: only the fields that are sent.")
public final class StatusPatch {
    private StatusChange.@Nullable Sent show;
    private StatusChange.@Nullable Sent text;

    /** Null for none. */
    @JsonProperty("show")
    @Schema(
            description = "Null for none.",
            type = "string",
            allowableValues = {"chat", "away", "xa", "dnd"},
            nullable = true)
    public void setShow(@Nullable String label) {
        show = new StatusChange.Sent(label);
    }

    /** Null for none. */
    @JsonProperty("status_text")
    @Schema(description = "At most 500 characters; null for none.", type = "string", nullable = true)
    public void setStatusText(@Nullable String words) {
        text = new StatusChange.Sent(words);
    }

    /**
     * As the rules take it.
     *
     * @throws Problem INVALID if nothing was sent
     */
    StatusChange change() {
        if (show == null && text == null) {
            throw Problem.invalid("status_text", "send show, or status_text: nothing was to be changed");
        }
        return new StatusChange(show, text);
    }
}
