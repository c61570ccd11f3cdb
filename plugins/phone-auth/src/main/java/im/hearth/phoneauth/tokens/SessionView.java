package im.hearth.phoneauth.tokens;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A session, as its owner sees it. */
@Schema(name = "Session", description = "Where you are logged in.")
public record SessionView(
        String id,

        @Schema(description = "What the client said it is.") String device,

        @Schema(description = "Where it was last seen.") String ip,
        Instant createdAt,
        @Schema(description = "To about a minute.") Instant lastUsedAt,

        @Schema(description = "When it ends unless it is used.")
        Instant expiresAt,

        @Schema(description = "Whether it is the one that asks.")
        boolean current) {
    /** How a session looks from the one with that id. */
    static SessionView of(Session session, String current) {
        return new SessionView(
                session.id(),
                session.device(),
                session.address(),
                session.createdAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                session.id().equals(current));
    }
}
