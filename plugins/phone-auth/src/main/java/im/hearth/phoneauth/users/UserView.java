package im.hearth.phoneauth.users;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person, as somebody may see them. */
@Schema(name = "User", description = "A person.")
public record UserView(
        @Schema(description = "The username; the local part of the JID.", example = "alice")
        String id,

        @Schema(description = "The XMPP address.", example = "alice@example.org")
        String jid,

        @Schema(example = "alice") String username,

        @Schema(description = "What others see; null where the person gave none.") @Nullable String name,

        @Schema(description = "E.164. Null unless it is you who asks, or a moderator.", example = "+4915123456789")
        @Nullable String phoneNumber,

        @Schema(description = "Null unless it is you who asks, or a moderator.") @Nullable String email,

        @Schema(description = "When the person joined.") Instant dateJoined,

        @Schema(description = "Whether searching finds you. Null for others.") @Nullable Boolean discoverable) {}
