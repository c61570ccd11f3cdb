package im.hearth.people.statuses;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How somebody is there, as somebody else may see it. */
@Schema(name = "UserStatus", description = "How somebody is there.")
public record StatusView(
        @Schema(description = "The username.") String user,

        @Schema(
                description =
                        "Whether they are connected, with an XMPP client or an event stream; null where they hide it.",
                nullable = true)
        @JsonProperty("is_online")
        @Nullable Boolean online,

        @Schema(
                description =
                        "When they were last connected; null while they are, where they never were, and where they"
                                + " hide it.",
                nullable = true)
        @Nullable Instant lastOnline,

        @Schema(
                description =
                        "chat, away, xa or dnd (RFC 6121, section 4.7.2.1); null for none of these, and while they"
                                + " are not online.",
                nullable = true)
        @Nullable String show,

        @Schema(description = "Their own words.", nullable = true) @Nullable String statusText) {
    /** The same for somebody who may not see whether the person is there. */
    StatusView hidden() {
        return new StatusView(user, null, null, null, statusText);
    }
}
